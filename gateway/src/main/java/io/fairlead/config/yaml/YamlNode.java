package io.fairlead.config.yaml;

import io.fairlead.problem.Position;

/** A value in a YAML file, with the place where it stands. */
public sealed interface YamlNode permits YamlMap, YamlList, YamlScalar {

    Position at();

    /** What it is, for a message that says what was found: {@code a list}, {@code 'abc'}. */
    String describe();
}
