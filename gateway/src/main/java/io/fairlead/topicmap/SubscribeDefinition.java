package io.fairlead.topicmap;

import io.fairlead.problem.Position;
import java.util.List;
import java.util.Set;

/**
 * A route's {@code subscribe} section as it was written.
 *
 * @param allow the alternatives, of which one must hold
 * @param wildcards names of the variables that may be wildcards
 * @param share the {@code $share} groups that MQTT clients may join
 * @param stated the keys that the route or the file's defaults state, the others being Fairlead's own defaults
 */
public record SubscribeDefinition(
        Position at,
        List<AlternativeDefinition> allow,
        SubscribeOptions options,
        List<Text> wildcards,
        List<Text> share,
        Set<String> stated) {}
