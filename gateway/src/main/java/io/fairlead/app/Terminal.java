package io.fairlead.app;

import io.fairlead.config.yaml.Environment;
import java.io.PrintWriter;
import picocli.CommandLine;

/**
 * Where a command writes, and whether it may use colours there.
 *
 * @param environment the variables the command sees
 */
record Terminal(PrintWriter out, PrintWriter err, boolean colours, Environment environment) {

    private static final String RESET = "\u001b[0m";

    /** The terminal of this process; the launcher says whether it is one. */
    static Terminal ofProcess(PrintWriter out, PrintWriter err) {
        boolean colours = Boolean.getBoolean("fairlead.terminal") && System.getenv("NO_COLOR") == null;
        return new Terminal(out, err, colours, System::getenv);
    }

    /** How picocli is to write its help. */
    CommandLine.Help.Ansi ansi() {
        return colours ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
    }

    String bold(String text) {
        return in("\u001b[1m", text);
    }

    String faint(String text) {
        return in("\u001b[2m", text);
    }

    String good(String text) {
        return in("\u001b[32m", text);
    }

    String bad(String text) {
        return in("\u001b[31m", text);
    }

    String doubtful(String text) {
        return in("\u001b[33m", text);
    }

    private String in(String colour, String text) {
        return colours ? colour + text + RESET : text;
    }
}
