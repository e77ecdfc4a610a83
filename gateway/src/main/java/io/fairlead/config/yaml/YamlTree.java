package io.fairlead.config.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds the tree of one text from the parser's tokens. */
final class YamlTree {

    private final YAMLParser parser;
    private final String file;
    private final Environment environment;
    private final Problems problems;

    YamlTree(YAMLParser parser, String file, Environment environment, Problems problems) {
        this.parser = parser;
        this.file = file;
        this.environment = environment;
        this.problems = problems;
    }

    YamlMap document() throws IOException {
        if (parser.nextToken() == null) {
            return YamlMap.empty(Position.startOf(file));
        }
        YamlNode root = node();
        if (parser.nextToken() != null) {
            problems.error(at(), "a second document begins here", "a file holds one; take the '---' away");
        }
        if (root instanceof YamlMap map) {
            return map;
        }
        if (!(root instanceof YamlScalar scalar && scalar.isNothing())) {
            problems.error(root.at(), "the file is " + root.describe(), "it is a mapping: lines of 'key: value'");
        }
        return YamlMap.empty(root.at());
    }

    private YamlNode node() throws IOException {
        refuseExtras();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return map();
        }
        return token == JsonToken.START_ARRAY ? list() : scalar();
    }

    private YamlMap map() throws IOException {
        Position start = at();
        Map<String, YamlMap.Entry> entries = new HashMap<>();
        List<YamlMap.Entry> inOrder = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Position keyAt = at();
            String key = EnvReferences.show(parser.currentName());
            parser.nextToken();
            YamlMap.Entry entry = new YamlMap.Entry(key, keyAt, node());
            YamlMap.Entry earlier = entries.putIfAbsent(key, entry);
            if (earlier == null) {
                inOrder.add(entry);
            } else {
                String first = "the first stands in line " + earlier.keyAt().line();
                problems.error(keyAt, "the key '" + key + "' stands twice", first + "; keep one");
            }
        }
        return new YamlMap(start, List.copyOf(inOrder));
    }

    private YamlList list() throws IOException {
        Position start = at();
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new YamlList(start, List.copyOf(items));
    }

    private YamlScalar scalar() throws IOException {
        Position at = at();
        JsonToken token = parser.currentToken();
        String written = token == JsonToken.VALUE_NULL ? "" : EnvReferences.show(parser.getText());
        EnvReferences.Replaced replaced = EnvReferences.replace(written, environment);
        for (String name : replaced.missing()) {
            String hint = "set it; where it is no secret, ${" + name + ":-value} gives it a default";
            problems.error(at, "the environment has no variable " + name, hint);
        }
        return new YamlScalar(at, replaced.text(), written, token == JsonToken.VALUE_STRING);
    }

    private void refuseExtras() throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            problems.error(at(), "anchors and aliases (& and *) are not read here", "write the value out");
        }
        if (parser.getTypeId() != null) {
            problems.error(at(), "tags (!) are not read here", "take the tag away");
        }
    }

    private Position at() {
        JsonLocation location = parser.currentTokenLocation();
        return new Position(file, location.getLineNr(), location.getColumnNr());
    }
}
