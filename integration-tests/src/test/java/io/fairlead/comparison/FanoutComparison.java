package io.fairlead.comparison;

import io.fairlead.bench.BenchException;
import io.fairlead.bench.Fanout;
import io.fairlead.bench.FanoutPlan;
import io.fairlead.bench.FanoutResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Floor, Mosquitto's own WebSockets, and Fairlead behind Mosquitto, in turn and again: a machine that changes its mood
 * between rounds changes it for all of them.
 */
@Command(
        name = "run fanout",
        description = "Sets the CPU that a fan-out costs Fairlead and Mosquitto against a floor.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class FanoutComparison implements Callable<Integer> {

    @Option(names = "--runs", paramLabel = "N", description = "alternating runs (default: ${DEFAULT-VALUE})")
    private int runs = 5;

    @Option(names = "--subscribers", split = ",", paramLabel = "N", description = "how many, a table for each number")
    private List<Integer> subscribers = List.of(1_000, 15_000);

    @Option(names = "--deliveries", paramLabel = "N", description = "counted in a run (default: ${DEFAULT-VALUE})")
    private int deliveries = 1_500_000;

    @Option(names = "--warmup", paramLabel = "N", description = "deliveries before that (default: ${DEFAULT-VALUE})")
    private int warmup = 1_000_000;

    @Option(names = "--rate", paramLabel = "N", description = "deliveries a second (default: ${DEFAULT-VALUE})")
    private int rate = 90_000;

    @Option(names = "--payload", paramLabel = "BYTES", description = "of a message (default: ${DEFAULT-VALUE})")
    private int payloadBytes = 128;

    @Option(names = "--only", split = ",", description = "beside the floor: mosquitto, fairlead (default: both)")
    private List<String> only = List.of("mosquitto", "fairlead");

    @Option(names = "--json", description = "print one JSON object instead of tables")
    private boolean json;

    @Option(names = "--floor", required = true, hidden = true)
    private Path floor = Path.of("");

    @Option(names = "--launcher", required = true, hidden = true)
    private Path launcher = Path.of("");

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new FanoutComparison());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            System.err.println("bench: " + e.getMessage());
            return 3;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        for (int number : subscribers) {
            Rounds rounds = measure(number);
            if (json) {
                all.append(all.isEmpty() ? "" : ",").append('"').append(number).append("\":");
                all.append(ComparisonReport.json(rounds));
            } else {
                System.out.println(ComparisonReport.table(rounds));
            }
        }
        if (json) {
            System.out.println("{" + all + "}");
        }
        return 0;
    }

    private Rounds measure(int number) throws IOException, InterruptedException {
        Rounds rounds = new Rounds();
        for (int round = 1; round <= runs; round++) {
            for (Contender contender : contenders()) {
                FanoutResult result = run(contender, number);
                rounds.add(contender.name(), result);
                System.err.printf(
                        Locale.ROOT,
                        "%d/%d  %,d subscribers  %-28s %.2f µs%n",
                        round,
                        runs,
                        number,
                        contender.name(),
                        result.cpuPerDelivery());
            }
        }
        return rounds;
    }

    private List<Contender> contenders() {
        List<Contender> all = List.of(
                new Contender.Floor(floor, payloadBytes),
                new Contender.MosquittoAlone(),
                new FairleadBehindMosquitto(launcher));
        return all.stream()
                .filter(contender -> contender instanceof Contender.Floor || only.contains(contender.shortName()))
                .toList();
    }

    private FanoutResult run(Contender contender, int number) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("fairlead-bench");
        try (Contender.Running running = contender.start(folder)) {
            return Fanout.run(plan(running, number));
        } catch (BenchException e) {
            throw new IllegalStateException(contender.name() + ": " + e.getMessage() + " Its logs are in " + folder, e);
        }
    }

    private FanoutPlan plan(Contender.Running running, int number) {
        return new FanoutPlan(
                running.protocol(),
                running.url(),
                running.channel(),
                null,
                running.publishTo(),
                number,
                0,
                Math.max(1, warmup / number),
                Math.max(1, deliveries / number),
                (double) rate / number,
                payloadBytes,
                Duration.ofSeconds(10),
                running.processes());
    }
}
