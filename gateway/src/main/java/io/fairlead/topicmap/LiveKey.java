package io.fairlead.topicmap;

import io.fairlead.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * What makes two subscriptions the same live channel, so that one encoding and one numbering serve both.
 *
 * @param route the deciding route's name
 * @param channel the channel or channel filter as clients name it
 * @param filter the filter on the broker
 * @param scope null where the route decides a message's channel alike for everybody; otherwise the identity's values
 *     that decide it, and whether the subscription goes by topics
 */
public record LiveKey(
        String route,
        String channel,
        TopicFilter filter,
        @Nullable String scope) {}
