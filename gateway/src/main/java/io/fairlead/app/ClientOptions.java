package io.fairlead.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the terminal's clients, and the opening of their session. */
final class ClientOptions {

    /** How long an answer of the gateway may take: longer than the gateway itself waits for the broker. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:FAIRLEAD_URL:-ws://127.0.0.1:8080/ws}",
            description = "The gateway; ${DEFAULT-VALUE} if it is not named.")
    private String url = "ws://127.0.0.1:8080/ws";

    @Option(
            names = {"-t", "--token"},
            paramLabel = "TOKEN",
            defaultValue = "${env:FAIRLEAD_TOKEN}",
            description = "The token to show; the variable FAIRLEAD_TOKEN if it is not given.")
    private @Nullable String token;

    @Option(
            names = "--client",
            paramLabel = "NAME",
            description = "The client's name; the gateway issues one without it.")
    private @Nullable String client;

    @Option(names = "--json", description = "Writes the gateway's frames as they are, one a line.")
    boolean json;

    /** Connects and waits for {@code welcome}. */
    ProtocolClient open() throws InterruptedException {
        ProtocolClient opened = ProtocolClient.open(address());
        opened.send(connect());
        while (!opened.next(PATIENCE).type().equals("welcome")) {
            // A notice may come before it; nothing else does.
        }
        return opened;
    }

    private Map<String, Object> connect() {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("type", "connect");
        frame.put("id", "open");
        if (token != null && !token.isEmpty()) {
            frame.put("token", token);
        }
        if (client != null) {
            frame.put("client", client);
        }
        return frame;
    }

    /** {@code http} is taken for {@code ws}, and no path for {@code /ws}. */
    private URI address() {
        try {
            URI given = new URI(url.replaceFirst("^http", "ws"));
            boolean bare = given.getPath() == null
                    || given.getPath().isEmpty()
                    || given.getPath().equals("/");
            return bare ? given.resolve("/ws") : given;
        } catch (URISyntaxException e) {
            throw CommandFailure.no("--url " + url + " is no address; write it as ws://127.0.0.1:8080/ws");
        }
    }

    /** What an error frame says, with the leg that failed. */
    static CommandFailure failure(ProtocolClient.Frame error) {
        String again = "true".equals(error.field("retryable")) ? "; it may work later" : "";
        return CommandFailure.no(
                error.field("code") + " (leg " + error.field("leg") + "): " + error.field("reason") + again);
    }
}
