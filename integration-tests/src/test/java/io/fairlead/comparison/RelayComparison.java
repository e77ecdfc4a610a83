package io.fairlead.comparison;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Messages between MQTT clients: straight at Mosquitto, through a copier of bytes, and through Fairlead, in turn and again. */
@Command(
        name = "run relay",
        description = "Sets the CPU that a relayed message costs Fairlead against a floor, and beside Mosquitto alone.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RelayComparison implements Callable<Integer> {

    @Option(names = "--runs", paramLabel = "N", description = "alternating runs (default: ${DEFAULT-VALUE})")
    private int runs = 5;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "publishers, each with its subscriber (default: ${DEFAULT-VALUE})")
    private int pairs = 100;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "messages a second, of all pairs (default: ${DEFAULT-VALUE})")
    private int rate = 10_000;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "messages before anything is counted (default: ${DEFAULT-VALUE})")
    private int warmup = 200_000;

    @Option(names = "--messages", paramLabel = "N", description = "that are counted (default: ${DEFAULT-VALUE})")
    private int messages = 200_000;

    @Option(names = "--payload", paramLabel = "BYTES", description = "of a message (default: ${DEFAULT-VALUE})")
    private int payloadBytes = 128;

    @Option(names = "--json", description = "print one JSON object instead of a table")
    private boolean json;

    @Option(names = "--programs", required = true, hidden = true)
    private Path programs = Path.of("");

    @Option(names = "--launcher", required = true, hidden = true)
    private Path launcher = Path.of("");

    private final Map<RelayWay, List<RelayRun>> results = new EnumMap<>(RelayWay.class);

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new RelayComparison());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            System.err.println("bench: " + e.getMessage());
            return 3;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (int round = 1; round <= runs; round++) {
            for (RelayWay way : RelayWay.values()) {
                RelayRun run = run(way);
                results.computeIfAbsent(way, key -> new ArrayList<>()).add(run);
                System.err.printf(Locale.ROOT, "%d/%d  %-24s %.2f µs%n", round, runs, way.title(), run.cpu());
            }
        }
        System.out.println(json ? json() : table());
        return 0;
    }

    private RelayRun run(RelayWay way) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("fairlead-bench");
        int brokerPort = Server.freePort();
        try (Server broker = Contender.mosquitto(folder, brokerPort, brokerPort, "")) {
            if (way == RelayWay.STRAIGHT) {
                return load(brokerPort, List.of(broker));
            }
            int port = Server.freePort();
            try (Server before = way.start(folder, port, brokerPort, programs, launcher)) {
                return load(port, List.of(before, broker));
            }
        }
    }

    private RelayRun load(int port, List<Server> servers) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(programs.resolve("relay_load").toString()));
        for (int number : List.of(port, pairs, rate, warmup, messages, payloadBytes)) {
            command.add(String.valueOf(number));
        }
        servers.forEach(server -> command.add(String.valueOf(server.pid())));
        Process load = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (load.waitFor() != 0) {
            throw new IllegalStateException("the load failed; above is what it said");
        }
        return RelayRun.parse(said);
    }

    private String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "relay between %,d pairs of MQTT 3.1.1 clients: CPU of all server processes for each message, median of %d"
                        + " alternating runs%n%,d messages of %d bytes at %,d/s, QoS 0; servers on core %d, load on core %d;"
                        + " receivers busy-poll%n",
                pairs,
                runs,
                messages,
                payloadBytes,
                rate,
                Cores.SERVERS,
                Cores.LOAD));
        table.append(
                row("", "µs of CPU", "least – most", "before", "broker", "× straight", "missing", "p50 µs", "p99 µs"));
        results.forEach((way, its) -> table.append(row(way, its)));
        return table.toString();
    }

    private String row(RelayWay way, List<RelayRun> its) {
        Spread cpu = Spread.of(its.stream().map(RelayRun::cpu).toList());
        return row(
                way.title(),
                number(cpu.median()),
                number(cpu.least()) + " – " + number(cpu.most()),
                number(Spread.of(its.stream().map(RelayRun::before).toList()).median()),
                number(Spread.of(its.stream().map(RelayRun::broker).toList()).median()),
                number(ratio(its).median()),
                its.stream().mapToLong(run -> messages - run.arrived()).max().orElse(0),
                number(Spread.of(its.stream().map(RelayRun::p50).toList()).median()),
                number(Spread.of(its.stream().map(RelayRun::p99).toList()).median()));
    }

    /** To what the same message cost straight at the broker in the same round. */
    private Spread ratio(List<RelayRun> its) {
        List<RelayRun> straight = results.getOrDefault(RelayWay.STRAIGHT, List.of());
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < its.size(); round++) {
            ratios.add(its.get(round).cpu() / straight.get(round).cpu());
        }
        return Spread.of(ratios);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-24s %9s  %-15s %8s %8s  %10s %8s %9s %9s%n", cells);
    }

    private String json() {
        return results.entrySet().stream()
                .map(entry -> "\"" + entry.getKey().name().toLowerCase(Locale.ROOT) + "\":"
                        + entry.getValue().stream()
                                .map(RelayComparison::json)
                                .collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String json(RelayRun run) {
        return String.format(
                Locale.ROOT,
                "{\"arrived\":%d,\"p50\":%.1f,\"p99\":%.1f,\"before\":%.3f,\"broker\":%.3f}",
                run.arrived(),
                run.p50(),
                run.p99(),
                run.before(),
                run.broker());
    }
}
