package io.fairlead.topic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application message: what MQTT's PUBLISH carries between two legs, free of packet identifiers and flags that
 * belong to one leg only.
 *
 * @param topic the concrete topic
 * @param payload the bytes; never changed after the message was made, by convention, since copying them would cost
 *     every message
 * @param qos the QoS it travels with on the broker leg
 * @param retain towards the broker: retain it. From the broker: it bears RETAIN, which means "published as retained"
 *     on a link that asks for retain-as-published, and "replayed at subscription" elsewhere
 * @param expirySeconds how long it stays of use, in seconds; negative if it does not expire (MQTT 5 only)
 * @param contentType MQTT 5 content type
 * @param responseTopic MQTT 5 response topic
 * @param correlation MQTT 5 correlation data; not changed after the message was made
 * @param properties MQTT 5 user properties in their order
 * @param utf8 whether its publisher says that the payload is UTF-8 (MQTT 5 payload format indicator)
 */
public record Message(
        TopicName topic,
        byte[] payload,
        Qos qos,
        boolean retain,
        long expirySeconds,
        @Nullable String contentType,
        @Nullable TopicName responseTopic,
        byte @Nullable [] correlation,
        List<UserProperty> properties,
        boolean utf8) {

    /** Says that a message does not expire. */
    public static final long NO_EXPIRY = -1;

    /** A message whose payload is bytes, as far as its publisher says. */
    public Message(
            TopicName topic,
            byte[] payload,
            Qos qos,
            boolean retain,
            long expirySeconds,
            @Nullable String contentType,
            @Nullable TopicName responseTopic,
            byte @Nullable [] correlation,
            List<UserProperty> properties) {
        this(topic, payload, qos, retain, expirySeconds, contentType, responseTopic, correlation, properties, false);
    }

    /** A message with nothing but its topic, payload and QoS. */
    public static Message of(TopicName topic, byte[] payload, Qos qos) {
        return new Message(topic, payload, qos, false, NO_EXPIRY, null, null, null, List.of());
    }
}
