package io.fairlead.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** Runs commands in this process as a shell would, and keeps what they print. */
final class Shell {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    int run(String... args) {
        return Fairlead.run(terminal(), args);
    }

    Terminal terminal() {
        return new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, environment::get);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
