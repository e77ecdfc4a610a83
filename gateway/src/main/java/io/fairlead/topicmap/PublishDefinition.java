package io.fairlead.topicmap;

import io.fairlead.problem.Position;
import java.util.List;

/**
 * A route's {@code publish} section as it was written.
 *
 * @param allow the alternatives, of which one must hold
 */
public record PublishDefinition(Position at, List<AlternativeDefinition> allow, PublishOptions options) {}
