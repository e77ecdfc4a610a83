package io.fairlead.it.browser;

import io.fairlead.it.NodeScript;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** A script of {@code integration-tests/browser} that drives a real Chromium, run by Node. */
final class Scenario implements AutoCloseable {

    private static final long RUN_SECONDS = 240;

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private Scenario(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts a script. */
    static Scenario start(String script, String... arguments) {
        return new Scenario(NodeScript.start(script, arguments));
    }

    /** Waits until the script says a line. */
    void await(String line) throws IOException {
        for (String next = output.readLine(); next != null; next = output.readLine()) {
            lines.add(next);
            if (next.equals(line)) {
                return;
            }
        }
        Assertions.fail("the script ended before it said '" + line + "':\n" + String.join("\n", lines));
    }

    /** Waits for the script's end, and fails with all it said if it did not pass. */
    void passes() throws IOException, InterruptedException {
        output.lines().forEach(lines::add);
        boolean ended = process.waitFor(RUN_SECONDS, TimeUnit.SECONDS);
        if (!ended || process.exitValue() != 0) {
            Assertions.fail("the browser scenario failed:\n" + String.join("\n", lines));
        }
    }

    @Override
    public void close() {
        NodeScript.end(process);
    }
}
