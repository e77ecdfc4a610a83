package io.fairlead.topicmap;

import io.fairlead.problem.Position;
import java.util.List;

/** One alternative of {@code allow} as it was written: conditions that must all hold. */
public record AlternativeDefinition(Position at, List<ConditionDefinition> conditions) {}
