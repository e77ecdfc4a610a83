package io.fairlead.config.yaml;

import io.fairlead.problem.Position;
import java.util.List;

/** A list of values. */
public record YamlList(Position at, List<YamlNode> items) implements YamlNode {
    @Override
    public String describe() {
        return "a list";
    }
}
