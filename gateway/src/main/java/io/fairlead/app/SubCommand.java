package io.fairlead.app;

import io.fairlead.wire.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fairlead sub}: prints the messages of channels, one a line. */
@Command(
        name = "sub",
        mixinStandardHelpOptions = true,
        description =
                "Subscribes to channels through a gateway and prints their messages: channel, payload, one a line.")
final class SubCommand implements Callable<Integer> {

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "Ends after so many messages.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--no-retained", description = "Leaves out the retained messages at the beginning.")
    private boolean noRetained;

    @Parameters(arity = "1..*", paramLabel = "CHANNEL", description = "Channels; + and # where the route allows them.")
    private List<String> channels = new ArrayList<>();

    private final Terminal terminal;

    SubCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ProtocolClient client = options.open()) {
            for (String channel : channels) {
                client.send(Map.of(
                        "type",
                        "subscribe",
                        "id",
                        channel,
                        "channel",
                        channel,
                        "retained",
                        noRetained ? "new" : "all"));
            }
            for (long seen = 0; seen < count; ) {
                seen += show(client.next());
            }
            return 0;
        }
    }

    /** Prints a frame if it is to be seen; returns how many messages it was. */
    private int show(ProtocolClient.Frame frame) {
        String type = frame.type();
        if (type.equals("error")) {
            throw ClientOptions.failure(frame);
        }
        if (options.json) {
            terminal.out().println(frame.text());
        } else if (type.equals("message")) {
            terminal.out().println(terminal.bold(frame.field("channel")) + " " + payload(frame.fields()));
        } else {
            note(frame);
        }
        return type.equals("message") ? 1 : 0;
    }

    /** What is not a message goes where it does not get in the way of messages. */
    private void note(ProtocolClient.Frame frame) {
        String text = frame.type().equals("notice") ? frame.field("code") : frame.type();
        String pending = "true".equals(frame.field("pending")) ? " (once the broker is back)" : "";
        terminal.err().println(terminal.faint("fairlead: " + text + " " + frame.field("channel") + pending));
    }

    private static String payload(Map<?, ?> fields) {
        if (fields.containsKey("text")) {
            return String.valueOf(fields.get("text"));
        }
        return fields.containsKey("base64") ? "base64:" + fields.get("base64") : JsonTree.write(fields.get("data"));
    }
}
