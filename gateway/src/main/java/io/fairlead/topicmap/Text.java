package io.fairlead.topicmap;

import io.fairlead.problem.Position;

/** A text of the map and the place where it stands. */
public record Text(Position at, String value) {}
