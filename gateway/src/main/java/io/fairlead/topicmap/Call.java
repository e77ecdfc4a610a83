package io.fairlead.topicmap;

import org.jspecify.annotations.Nullable;

/** One use of a route: who asks, and the channel or filter, which is an instance of the route's channel template. */
record Call(Route route, Asker asker, String name) {

    /** A variable's value here: the asker's, or what stands in the name. Null if the asker has none. */
    @Nullable
    String valueOf(String variable) {
        if (OwnVariable.isOne(variable)) {
            return new OwnVariable(variable).of(asker);
        }
        int level = route.channel().levelOf(variable);
        int start = Names.startOfLevel(name, level);
        boolean rest = route.channel().segments().get(level) instanceof Segment.Rest;
        return name.substring(start, rest ? name.length() : Names.endOfLevel(name, start));
    }

    /**
     * What the asker itself calls it.
     *
     * @param topic the topic or filter that it is on the broker
     */
    String calledAt(String topic) {
        return asker.naming().byTopic() ? topic : name;
    }

    /**
     * What has to be the same for two askers to share a wildcard subscription; null if nothing has. Who names topics shares
     * with its like alone, since a topic and a channel may be spelt alike and still be two; and so does who gets messages on
     * topics with empty levels, where the route takes them.
     */
    @Nullable
    String scope() {
        String scope = route.scopeOf(asker);
        String naming = asker.naming().byTopic() ? "topics" : "";
        if (asker.naming().emptyLevels() && route.definition().emptyLevels()) {
            naming += "+empty";
        }
        return naming.isEmpty() ? scope : naming + (scope == null ? "" : scope);
    }
}
