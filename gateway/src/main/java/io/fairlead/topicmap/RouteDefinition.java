package io.fairlead.topicmap;

import io.fairlead.problem.Position;
import org.jspecify.annotations.Nullable;

/**
 * A route as it was written, every default filled in and nothing checked but types.
 *
 * @param at where the route begins
 * @param emptyLevels whether {@code {x...}} takes empty levels too
 * @param subscribe null if nobody may subscribe
 * @param publish null if nobody may publish
 */
public record RouteDefinition(
        Position at,
        Text name,
        Text channel,
        Text topic,
        PayloadForm payload,
        boolean emptyLevels,
        @Nullable SubscribeDefinition subscribe,
        @Nullable PublishDefinition publish) {}
