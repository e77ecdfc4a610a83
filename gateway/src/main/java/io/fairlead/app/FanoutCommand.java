package io.fairlead.app;

import io.fairlead.bench.BenchException;
import io.fairlead.bench.Fanout;
import io.fairlead.bench.FanoutPlan;
import io.fairlead.bench.FanoutPlan.Protocol;
import io.fairlead.bench.FanoutPlan.ServerProcess;
import io.fairlead.bench.FanoutReport;
import io.fairlead.bench.FanoutResult;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairlead bench fanout}: many subscribers of one channel, and messages to all of them. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Opens subscribers of one channel, publishes to it at a steady pace and counts what arrives.",
            "Its receivers never sleep: they take a processor, and no time of the server's to be woken."
        })
final class FanoutCommand implements Callable<Integer> {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:FAIRLEAD_URL:-ws://127.0.0.1:8080/ws}",
            description = "Where subscribers connect; ${DEFAULT-VALUE} if it is not named.")
    private URI url = URI.create("ws://127.0.0.1:8080/ws");

    @Option(names = "--channel", required = true, description = "What they subscribe to: with --mqtt a topic filter.")
    private String channel = "";

    @Option(
            names = {"-t", "--token"},
            paramLabel = "TOKEN",
            defaultValue = "${env:FAIRLEAD_TOKEN}",
            description = "The token to show; the variable FAIRLEAD_TOKEN if it is not given.")
    private @Nullable String token;

    @Option(
            names = "--publish-to",
            paramLabel = "mqtt://HOST:PORT/TOPIC",
            description = "The broker to publish to. Without it a client of the gateway publishes to the channel,"
                    + " within its rate limit.")
    private @Nullable URI publishTo;

    @Option(names = "--mqtt", description = "Subscribers speak MQTT over WebSocket, to a broker's own listener.")
    private boolean mqtt;

    @Option(names = "--subscribers", paramLabel = "N", description = "How many; ${DEFAULT-VALUE} if not said.")
    private int subscribers = 1000;

    @Option(
            names = "--stalled",
            paramLabel = "N",
            description = "How many more subscribe and then stop reading, to see what that does to the others;"
                    + " ${DEFAULT-VALUE}.")
    private int stalled = 0;

    @Option(names = "--messages", paramLabel = "N", description = "Messages that count; ${DEFAULT-VALUE}.")
    private int messages = 1000;

    @Option(names = "--warmup", paramLabel = "N", description = "Messages before that; ${DEFAULT-VALUE}.")
    private int warmup = 500;

    @Option(names = "--rate", paramLabel = "N", description = "Messages a second; ${DEFAULT-VALUE}.")
    private double rate = 50;

    @Option(names = "--payload", paramLabel = "BYTES", description = "Size of a payload; ${DEFAULT-VALUE}.")
    private int payload = 128;

    @Option(
            names = "--cpu",
            paramLabel = "NAME=PID",
            description = "A server process on this machine whose CPU time for each delivery is told; may be repeated.")
    private Map<String, Long> cpu = new LinkedHashMap<>();

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    private final Terminal terminal;

    FanoutCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        FanoutResult result = run(plan());
        terminal.out().print(json ? FanoutReport.json(result) + System.lineSeparator() : FanoutReport.text(result));
        return result.delivered() == result.expected() ? 0 : CommandFailure.NO;
    }

    private static FanoutResult run(FanoutPlan plan) throws InterruptedException {
        try {
            return Fanout.run(plan);
        } catch (BenchException e) {
            throw CommandFailure.unreachable(String.valueOf(e.getMessage()));
        }
    }

    private FanoutPlan plan() {
        try {
            return unchecked();
        } catch (BenchException e) {
            throw CommandFailure.no(String.valueOf(e.getMessage()));
        }
    }

    private FanoutPlan unchecked() {
        return new FanoutPlan(
                mqtt ? Protocol.MQTT : Protocol.FAIRLEAD,
                url,
                channel,
                token == null || token.isEmpty() ? null : token,
                publishTo,
                subscribers,
                stalled,
                warmup,
                messages,
                rate,
                payload,
                Duration.ofSeconds(10),
                cpu.entrySet().stream()
                        .map(entry -> new ServerProcess(entry.getKey(), entry.getValue()))
                        .toList());
    }
}
