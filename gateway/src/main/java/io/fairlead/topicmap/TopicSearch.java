package io.fairlead.topicmap;

import io.fairlead.topicmap.Mapping.Cause;
import io.fairlead.topicmap.Mapping.Denied;
import io.fairlead.topicmap.Mapping.Mapped;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Answers a client that names things by the broker's topics: whatever the first route gives it, in file order, that reaches the
 * topic, decides the channel it has there, and grants that channel. So nothing is granted that its channel would not be.
 *
 * @param topic the topic, or a filter
 */
record TopicSearch(TopicMap map, Asker asker, String topic) {

    /**
     * Searches.
     *
     * @param grant what a route grants of a channel, or why not
     */
    <G> Mapping<G> first(boolean wildcards, BiFunction<Route, String, Mapping<G>> grant) {
        Denied<G> fault = fault(wildcards);
        if (fault != null) {
            return fault;
        }
        Denied<G> refusal = null;
        for (int i = next(-1); i < map.size(); i = next(i)) {
            Route route = map.routes().get(i);
            String channel = map.channelOf(route, topic, asker);
            Mapping<G> answer = channel == null ? null : grant.apply(route, channel);
            if (answer instanceof Mapped<G>) {
                return answer;
            }
            if (answer instanceof Denied<G> denied && refusal == null) {
                refusal = new Denied<>(denied.cause(), topic + " is the channel " + channel + ": " + denied.why());
            }
        }
        return refusal == null ? noRoute() : refusal;
    }

    private <G> Denied<G> noRoute() {
        return Names.hasEmptyLevel(topic, 0)
                ? new Denied<>(
                        Cause.BAD_CHANNEL, "that is not a topic: it has an empty level that no route allows here")
                : new Denied<>(Cause.NO_ROUTE, "no route of the topic map reaches " + topic);
    }

    private int next(int after) {
        return map.topics().find(topic, asker, after);
    }

    private <G> @Nullable Denied<G> fault(boolean wildcards) {
        String fault = Names.fault(topic, wildcards);
        if (fault == null && asker.naming().refuses(topic)) {
            fault = "has an empty level that no route allows here";
        }
        if (fault != null) {
            return new Denied<>(Cause.BAD_CHANNEL, "that is not a topic: it " + fault);
        }
        return map.isReserved(topic)
                ? new Denied<>(Cause.FORBIDDEN, topic + " is what the gateway keeps for itself")
                : null;
    }
}
