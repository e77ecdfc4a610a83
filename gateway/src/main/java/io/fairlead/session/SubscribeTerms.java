package io.fairlead.session;

import io.fairlead.topic.Qos;

/**
 * What a subscription asks for beside what its route says, as MQTT has it (MQTT 5, section 3.8.3.1).
 *
 * @param qos the highest QoS that messages may be sent with
 * @param noLocal whether the client's own publishes are left out, also where the route does not say so
 * @param asPublished whether live messages say that they were published to be retained
 * @param durable whether it can be served by a session of its own at the broker
 */
public record SubscribeTerms(Qos qos, boolean noLocal, boolean asPublished, boolean durable) {

    /** Nothing but what the route says. */
    public static final SubscribeTerms OF_ROUTE = new SubscribeTerms(Qos.EXACTLY_ONCE, false, false, true);

    /** The QoS of a subscription that may have this one. */
    public Qos atMost(Qos granted) {
        return granted.compareTo(qos) < 0 ? granted : qos;
    }
}
