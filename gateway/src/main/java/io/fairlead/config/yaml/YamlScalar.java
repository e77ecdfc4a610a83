package io.fairlead.config.yaml;

import io.fairlead.problem.Position;

/**
 * A single value.
 *
 * @param text the value, references to the environment replaced
 * @param written the value as it stands in the file; messages show this one, since the other may be a secret
 * @param string whether YAML calls it a string: it is in quotes, or looks like no number, boolean or nothing
 */
public record YamlScalar(Position at, String text, String written, boolean string) implements YamlNode {

    /** A plain value that stands in no file, such as one from the command line. */
    public static YamlScalar plain(Position at, String text) {
        return new YamlScalar(at, text, text, false);
    }

    /** Whether the value comes from the environment, wholly or in part. */
    public boolean fromEnvironment() {
        return !text.equals(written);
    }

    /** Whether nothing stands there: no value at all, {@code ""}, {@code ~} or {@code null}. */
    public boolean isNothing() {
        return written.isEmpty();
    }

    /** Whether a number or a boolean may be read from it; one in quotes is a string, unless it names the environment. */
    boolean mayBeOther() {
        return !string || fromEnvironment();
    }

    @Override
    public String describe() {
        if (isNothing()) {
            return "nothing";
        }
        return "'" + written + "'" + (fromEnvironment() ? " (from the environment)" : "");
    }

    /** Leaves the value out: it may be a secret. */
    @Override
    public String toString() {
        return describe() + " at " + at;
    }
}
