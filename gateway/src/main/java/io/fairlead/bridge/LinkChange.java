package io.fairlead.bridge;

import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.util.List;

/** What is to change in the filters that one link is subscribed to. Changes of a link are made in their order. */
sealed interface LinkChange {

    /** Subscribe to it, or once more with a higher QoS. */
    record Subscribe(TopicFilter filter, Qos qos) implements LinkChange {}

    /** Leave it, and say so when it is left. */
    record Unsubscribe(TopicFilter filter) implements LinkChange {}

    /** Leave some and subscribe to one that covers them all; what they served counts anew. */
    record Replace(List<TopicFilter> old, TopicFilter filter, Qos qos) implements LinkChange {}
}
