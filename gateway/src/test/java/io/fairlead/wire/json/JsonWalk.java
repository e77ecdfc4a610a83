package io.fairlead.wire.json;

import java.util.Random;

/** Random JSON texts with random whitespace, for tests. */
final class JsonWalk {

    private static final String[] SCALARS = {
        "0", "-1", "1.50", "1e5", "true", "false", "null", "\"\"", "\"a\\\"b\"", "\"é😀\"", "\"]}\\\\\"", "\"\\u00e9\""
    };
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t\r ", "  "};

    private final Random random;

    JsonWalk(Random random) {
        this.random = random;
    }

    /** Any value, at most so deep, without whitespace around it. */
    String value(int depth) {
        int kind = random.nextInt(depth == 0 ? 1 : 3);
        if (kind == 0) {
            return SCALARS[random.nextInt(SCALARS.length)];
        }
        StringBuilder text = new StringBuilder(kind == 1 ? "[" : "{").append(space());
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(kind == 1 ? "" : "\"k" + i + "\"" + space() + ":" + space());
            text.append(value(depth - 1)).append(space()).append(i > 1 ? "," + space() : "");
        }
        return text.append(kind == 1 ? "]" : "}").toString();
    }

    /** An object of these names and JSON values in turn, with whitespace around everything. */
    String object(String... namesAndValues) {
        StringBuilder text = new StringBuilder(space()).append('{');
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(i == 0 ? "" : ",")
                    .append(space())
                    .append('"')
                    .append(namesAndValues[i])
                    .append('"');
            text.append(space())
                    .append(':')
                    .append(space())
                    .append(namesAndValues[i + 1])
                    .append(space());
        }
        return text.append('}').append(space()).toString();
    }

    private String space() {
        return SPACES[random.nextInt(SPACES.length)];
    }
}
