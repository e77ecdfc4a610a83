package io.fairlead.app;

import io.fairlead.wire.json.JsonTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fairlead pub}: publishes one message and says what became of it. */
@Command(
        name = "pub",
        mixinStandardHelpOptions = true,
        description = "Publishes a message through a gateway, and says what became of it.")
final class PubCommand implements Callable<Integer> {

    private static final String ID = "pub";

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Option(names = "--qos", paramLabel = "0|1|2", description = "The QoS; the route's if it is not given.")
    private @Nullable Integer qos;

    @Option(names = "--retain", description = "Asks the broker to keep the message for those who come later.")
    private boolean retain;

    @Option(names = "--text", description = "Sends a text even if it could be read as JSON.")
    private boolean asText;

    @Parameters(index = "0", paramLabel = "CHANNEL", description = "The channel.")
    private String channel = "";

    @Parameters(
            index = "1",
            paramLabel = "PAYLOAD",
            description = "JSON, or else a text; - takes it from the standard input.")
    private String payload = "";

    private final Terminal terminal;

    PubCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Map<String, Object> frame = frame(payload.equals("-") ? standardInput() : payload);
        try (ProtocolClient client = options.open()) {
            client.send(frame);
            ProtocolClient.Frame answer = answer(client);
            if (options.json) {
                terminal.out().println(answer.text());
            }
            if (answer.type().equals("error")) {
                throw ClientOptions.failure(answer);
            }
            if (!options.json) {
                terminal.out().println(sentence(answer));
            }
            return 0;
        }
    }

    private static ProtocolClient.Frame answer(ProtocolClient client) throws InterruptedException {
        while (true) {
            ProtocolClient.Frame frame = client.next(ClientOptions.PATIENCE);
            if (frame.field("id").equals(ID)) {
                return frame;
            }
        }
    }

    private Map<String, Object> frame(String content) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("type", "publish");
        frame.put("id", ID);
        frame.put("channel", channel);
        addPayload(frame, content);
        if (qos != null) {
            frame.put("qos", qos);
        }
        if (retain) {
            frame.put("retain", true);
        }
        return frame;
    }

    private void addPayload(Map<String, Object> frame, String content) {
        try {
            Object data = asText ? null : JsonTree.read(content);
            if (data != null) {
                frame.put("data", data);
                return;
            }
        } catch (IllegalArgumentException e) {
            // No JSON: then it is a text.
        }
        frame.put("text", content);
    }

    private static String standardInput() throws IOException {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String sentence(ProtocolClient.Frame published) {
        return published.field("by").equals("broker")
                ? "published: the broker says " + published.field("reason")
                : "published: handed to the broker (QoS 0, so nobody confirms it)";
    }
}
