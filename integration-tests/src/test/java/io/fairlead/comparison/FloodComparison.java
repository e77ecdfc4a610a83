package io.fairlead.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a client that sends 50 times as much as it may does to others of the same event loop. */
@Command(
        name = "run flood",
        description = "Sets what a publish takes that is acknowledged beside a flood against the same without.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class FloodComparison implements Callable<Integer> {

    private static final int VICTIMS = 10;
    private static final int EVERY_MILLIS = 67;

    /** The limits that are in force where nothing is configured. */
    private static final int PUBLISHES = 20;

    private static final int COMMANDS = 100;

    @Option(names = "--runs", paramLabel = "N", description = "alternating runs (default: ${DEFAULT-VALUE})")
    private int runs = 3;

    @Option(names = "--seconds", paramLabel = "N", description = "of each phase (default: ${DEFAULT-VALUE})")
    private int seconds = 20;

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "how many times its rate a flood has (default: ${DEFAULT-VALUE})")
    private int times = 50;

    @Option(names = "--launcher", required = true, hidden = true)
    private Path launcher = Path.of("");

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new FloodComparison());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            System.err.println("bench: " + e.getMessage());
            return 3;
        });
        System.exit(line.execute(args));
    }

    @Override
    @SuppressWarnings("try") // broker and gateway only have to be there
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("fairlead-bench");
        int brokerPort = Server.freePort();
        int web = Server.freePort();
        int relay = Server.freePort();
        int shared = Server.freePort();
        configure(folder, web, relay, shared, brokerPort);
        System.out.printf(
                Locale.ROOT,
                "%d JSON clients publish 15 times a second each, QoS 1, through one event loop to Mosquitto as it comes; beside"
                        + " them one client with %d times its rate%n%s",
                VICTIMS,
                times,
                row("", "p50 ms", "p99 ms", "longest", "lost", "flood sent/s", "done/s", "refused/s", "closed"));
        try (Server broker = Server.start(
                        folder.resolve("mosquitto.log"),
                        brokerPort,
                        List.of("mosquitto", "-p", String.valueOf(brokerPort)));
                Server gateway = Server.start(
                        folder.resolve("fairlead.log"),
                        "ready",
                        List.of(
                                launcher.toString(),
                                "run",
                                "-c",
                                folder.resolve("fairlead.yaml").toString()));
                Victims victims = new Victims(web, VICTIMS)) {
            phase(victims);
            for (int run = 0; run < runs; run++) {
                System.out.print(report("quiet", phase(victims), ""));
                for (Flood.Kind kind : Flood.Kind.values()) {
                    int port = switch (kind) {
                        case PUBLISHES, PINGS -> web;
                        case RELAYED -> relay;
                        case SHARED -> shared;
                    };
                    int rate = times * (kind == Flood.Kind.PINGS ? COMMANDS : PUBLISHES);
                    long begin = System.nanoTime();
                    try (Flood flood = new Flood(kind, port, rate)) {
                        Victims.Result result = phase(victims);
                        double passed = (System.nanoTime() - begin) / 1e9;
                        System.out.print(report(
                                kind.title(),
                                result,
                                flood.sent() / passed,
                                flood.done() / passed,
                                flood.refused() / passed,
                                flood.closes()));
                    }
                    TimeUnit.SECONDS.sleep(2);
                }
            }
        }
        return 0;
    }

    private Victims.Result phase(Victims victims) throws InterruptedException {
        return victims.publish(seconds * 1_000 / EVERY_MILLIS, EVERY_MILLIS);
    }

    private static String report(String phase, Victims.Result result, Object... flood) {
        Histogram micros = result.micros();
        Object[] cells = new Object[5 + flood.length];
        cells[0] = phase;
        cells[1] = millis(micros.getValueAtPercentile(50));
        cells[2] = millis(micros.getValueAtPercentile(99));
        cells[3] = millis(micros.getMaxValue());
        cells[4] = result.refused();
        for (int i = 0; i < flood.length; i++) {
            cells[5 + i] = flood[i] instanceof Double rate ? String.format(Locale.ROOT, "%.0f", rate) : flood[i];
        }
        return row(cells);
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.2f", micros / 1000.0);
    }

    private static String row(Object... cells) {
        Object[] all = new Object[9];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < cells.length ? cells[i] : "";
        }
        return String.format(Locale.ROOT, "%-24s %8s %8s %8s %6s  %12s %8s %10s %7s%n", all);
    }

    /** All limits are the ones in force where nothing is said. */
    private static void configure(Path folder, int web, int relay, int shared, int broker) throws IOException {
        Files.writeString(folder.resolve("topics.yaml"), """
                version: 1
                routes:
                  - name: calm
                    channel: calm/{number}
                    topic: calm/{number}
                    publish: {allow: [anyone], qos: 1}
                  - name: flood
                    channel: flood
                    topic: flood
                    publish: {allow: [anyone], qos: 1}
                """);
        Files.writeString(folder.resolve("fairlead.yaml"), String.format(Locale.ROOT, """
                node: bench
                listeners:
                  web: {host: 127.0.0.1, port: %d}
                  mqtt:
                    - {host: 127.0.0.1, port: %d, mode: relay}
                    - {host: 127.0.0.1, port: %d, mode: shared}
                broker: {url: "mqtt://127.0.0.1:%d", loops: 1}
                auth: {anonymous: true}
                topics: topics.yaml
                """, web, relay, shared, broker));
    }
}
