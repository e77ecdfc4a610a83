package io.fairlead.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Thousands of silent sockets at the product as it ships, while honest clients connect; and what memory is left after it. */
@Command(
        name = "run silent",
        description = "Has silent sockets shed by Fairlead while honest clients connect.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SilentRun implements Callable<Integer> {

    private static final long PAUSE_MILLIS = 100;
    private static final long SHED_WITHIN_SECONDS = 60;
    private static final int WARM_UP = 150;
    private static final double MOST_GROWTH = 1.10;

    @Option(names = "--sockets", paramLabel = "N", description = "that are silent (default: ${DEFAULT-VALUE})")
    private int sockets = 10_000;

    @Option(names = "--launcher", required = true, hidden = true)
    private Path launcher = Path.of("");

    private final List<Long> honest = Collections.synchronizedList(new ArrayList<>());

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new SilentRun());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            System.err.println("bench: " + e);
            return 3;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("fairlead-silent");
        int mqtt = Server.freePort();
        int web = Server.freePort();
        try (Server broker = Contender.mosquitto(folder, mqtt, mqtt, "");
                Server gateway = Server.start(
                        folder.resolve("fairlead.log"),
                        "ready",
                        List.of(
                                launcher.toString(),
                                "run",
                                "-c",
                                configure(folder, web, mqtt).toString()))) {
            // A wave before anything is measured, so that what grows once has grown.
            warmUp(web);
            flood(web, sockets / 2);
            long before = residentAfterCollection(gateway.pid());
            honest.clear();
            flood(web, sockets);
            long after = residentAfterCollection(gateway.pid());
            return report(before, after, broker);
        }
    }

    private void warmUp(int web) {
        for (int i = 0; i < WARM_UP; i++) {
            HonestClient.visit(web);
        }
    }

    /** Has all sockets connect, and waits until all were shed, while honest clients come one after the other. */
    private void flood(int web, int size) throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> visits = CompletableFuture.runAsync(() -> visit(web, over));
        long began = System.nanoTime();
        try (SilentCrowd crowd = new SilentCrowd(web, size)) {
            while (!crowd.push()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            System.err.printf(
                    Locale.ROOT,
                    "%d silent sockets had connected after %.1f s, of which %d were shed by then%n",
                    size,
                    seconds(began),
                    crowd.ended());
            while (crowd.ended() < size && seconds(began) < SHED_WITHIN_SECONDS) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            System.err.printf(Locale.ROOT, "%d were shed after %.1f s%n", crowd.ended(), seconds(began));
            if (crowd.ended() < size) {
                throw new IOException(size - crowd.ended() + " silent sockets were not shed");
            }
        } finally {
            over.set(true);
            visits.join();
        }
    }

    private void visit(int web, AtomicBoolean over) {
        try {
            while (!over.get()) {
                honest.add(HonestClient.visit(web));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** In KiB. */
    private static long residentAfterCollection(long pid) throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            "" + pid,
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            TimeUnit.SECONDS.sleep(1);
        }
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private int report(long before, long after, Server broker) {
        List<Long> in = honest.stream().filter(millis -> millis >= 0).sorted().toList();
        double growth = (double) after / (double) before;
        System.out.printf(
                Locale.ROOT,
                "silent sockets      %d, all shed%n"
                        + "honest clients      %d of %d welcomed; median %d ms, 99 %% within %d ms, longest %d ms%n"
                        + "resident before     %d KiB%n"
                        + "resident after      %d KiB (%.3f times)%n",
                sockets,
                in.size(),
                honest.size(),
                in.get(in.size() / 2),
                in.get(in.size() * 99 / 100),
                in.get(in.size() - 1),
                before,
                after,
                growth);
        boolean fine = broker.pid() > 0 && in.size() == honest.size() && growth <= MOST_GROWTH;
        System.out.println(fine ? "as it should be" : "NOT as it should be");
        return fine ? 0 : 1;
    }

    private static Path configure(Path folder, int web, int mqtt) throws IOException {
        Files.writeString(folder.resolve("topics.yaml"), """
                version: 1
                routes:
                  - name: any
                    channel: any/{name}
                    topic: any/{name}
                    payload: json
                    subscribe: {allow: [anyone]}
                """);
        return Files.writeString(folder.resolve("fairlead.yaml"), """
                node: silent
                listeners: {web: {host: 127.0.0.1, port: %d}}
                broker: {url: "mqtt://127.0.0.1:%d"}
                auth: {anonymous: true}
                topics: topics.yaml
                limits: {exempt: []}
                """.formatted(web, mqtt));
    }
}
