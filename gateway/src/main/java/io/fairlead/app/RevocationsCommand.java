package io.fairlead.app;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead revocations}: what is revoked, and taking it back. */
@Command(
        name = "revocations",
        mixinStandardHelpOptions = true,
        description = "Lists what is revoked, one a line, or takes one back.")
final class RevocationsCommand implements Callable<Integer> {

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Option(names = "--lift", paramLabel = "ID", description = "Takes back the one with this id, at all gateways.")
    private @Nullable String lift;

    private final Terminal terminal;

    RevocationsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        AdminClient client = admin.client(terminal.environment());
        if (lift != null) {
            print(lift(client, lift), "lifted the revocation of ");
        } else {
            list(client.get(RevokeCommand.PATH));
        }
        return 0;
    }

    private static AdminClient.Answer lift(AdminClient client, String id) throws InterruptedException {
        if (!id.matches("[0-9a-f]{1,64}")) {
            throw CommandFailure.no("--lift " + id + " is no id; `fairlead revocations` lists them");
        }
        return client.delete(RevokeCommand.PATH + "/" + id);
    }

    private void print(AdminClient.Answer answer, String what) {
        terminal.out()
                .println(
                        admin.json
                                ? answer.body()
                                : what + subject(answer.fields()) + "; all gateways of the broker are told");
    }

    private void list(AdminClient.Answer answer) {
        if (admin.json) {
            terminal.out().println(answer.body());
        } else if (answer.fields().get("revocations") instanceof List<?> all) {
            all.forEach(one -> terminal.out().println(((Map<?, ?>) one).get("id") + "  " + words((Map<?, ?>) one)));
            terminal.out().println(ProblemLines.count(all.size(), "revocation") + " in force");
        }
    }

    /** {@code user alice until …}. */
    static String words(Map<?, ?> one) {
        return subject(one) + " until " + one.get("until");
    }

    private static String subject(Map<?, ?> one) {
        if (one.get("tokenId") != null) {
            return "token " + one.get("tokenId");
        }
        if (one.get("user") == null) {
            return "anonymous client " + one.get("client");
        }
        return (one.get("client") == null ? "" : "client " + one.get("client") + " of ") + "user " + one.get("user");
    }
}
