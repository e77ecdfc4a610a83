package io.fairlead.app;

import io.fairlead.config.yaml.Units;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fairlead revoke}: voids credentials before their time, at all gateways of a broker. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
            "Voids credentials before their time, at all gateways of a broker, and ends the sessions opened with them.",
            "A user or client comes back with credentials issued later; a token is void by its id (jti) for good."
        })
final class RevokeCommand implements Callable<Integer> {

    static final String PATH = "/api/revocations";

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Option(names = "--user", paramLabel = "NAME", description = "All that the user was issued until now.")
    private @Nullable String user;

    @Option(
            names = "--client",
            paramLabel = "NAME",
            description = "One client: of --user, or without it of those that are anonymous.")
    private @Nullable String client;

    @Option(names = "--token-id", paramLabel = "ID", description = "One token, by its jti.")
    private @Nullable String tokenId;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "1d",
            description = "How long: as long as what is voided would hold; ${DEFAULT-VALUE} if it is not said.")
    private String lasting = "1d";

    @Spec
    private @Nullable CommandSpec spec;

    private final Terminal terminal;

    RevokeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (tokenId != null ? user != null || client != null : user == null && client == null) {
            throw wrong("name --user, --user and --client, --client alone, or --token-id");
        }
        AdminClient.Answer answer = admin.client(terminal.environment()).post(PATH, order());
        terminal.out()
                .println(
                        admin.json
                                ? answer.body()
                                : "revoked " + RevocationsCommand.words(answer.fields())
                                        + "; all gateways of the broker are told");
        return 0;
    }

    private Map<String, Object> order() {
        Duration duration = Units.duration(lasting);
        if (duration == null || duration.toSeconds() < 1) {
            throw wrong("--for " + lasting + " is no duration from 1s on; write it as 90s, 2m, 1h or 7d");
        }
        Map<String, Object> order = new LinkedHashMap<>();
        put(order, "user", user);
        put(order, "client", client);
        put(order, "tokenId", tokenId);
        order.put("forSeconds", duration.toSeconds());
        return order;
    }

    private static void put(Map<String, Object> order, String key, @Nullable String value) {
        if (value != null) {
            order.put(key, value);
        }
    }

    private RuntimeException wrong(String sentence) {
        return spec == null
                ? CommandFailure.no(sentence)
                : new CommandLine.ParameterException(spec.commandLine(), sentence);
    }
}
