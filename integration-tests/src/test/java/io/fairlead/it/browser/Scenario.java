package io.fairlead.it.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** A script of {@code integration-tests/browser} that drives a real Chromium, run by Node. */
final class Scenario implements AutoCloseable {

    private static final Path FOLDER = Path.of("browser").toAbsolutePath();
    private static final long INSTALL_SECONDS = 180;
    private static final long RUN_SECONDS = 240;

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private Scenario(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts a script; what it needs from the npm registry is installed before the first one. */
    static Scenario start(String script, String... arguments) throws IOException, InterruptedException {
        install();
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(Arrays.asList(arguments));
        return new Scenario(new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start());
    }

    private static synchronized void install() throws IOException, InterruptedException {
        if (Files.isDirectory(FOLDER.resolve("node_modules/playwright-core"))) {
            return;
        }
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                .directory(FOLDER.toFile())
                .inheritIO()
                .start();
        if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IOException("npm ci failed in integration-tests/browser; its output is above");
        }
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
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
