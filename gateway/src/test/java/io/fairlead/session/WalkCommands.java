package io.fairlead.session;

import io.fairlead.topicmap.PayloadForm;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random commands, each id given once; few channels, so that commands meet. */
final class WalkCommands {

    private static final List<String> FIRST_LEVELS =
            List.of("open", "open", "member", "tenant", "durable", "inbox", "nowhere");

    private static final List<PayloadForm> FORMS = List.of(PayloadForm.values());

    private final Random random;
    private int lastId;

    WalkCommands(Random random) {
        this.random = random;
    }

    Command next() {
        String id = random.nextInt(5) == 0 ? null : String.valueOf(++lastId);
        return switch (random.nextInt(20)) {
            case 0 -> Commands.connect(id, "token", random.nextInt(4) == 0 ? "a/b" : "tab", null);
            case 1, 2 -> Commands.auth(id, "fresh");
            case 3 -> Commands.ping(id);
            case 4 -> odd(id);
            case 13, 14 -> Commands.request(id, channel(), random.nextInt(3_000));
            case 5, 6, 7, 8, 9 -> Commands.subscribe(id, channel());
            case 10, 11, 12 -> Commands.unsubscribe(id, channel());
            default -> Commands.publish(id, channel(), form(), "x".repeat(random.nextInt(100)));
        };
    }

    private Command odd(@Nullable String id) {
        return switch (random.nextInt(5)) {
            case 0 -> Commands.invalid(id);
            case 1 -> new Command.Ack(null, "e1", 1);
            case 2 -> new Command.Background(Commands.id(id));
            case 3 -> new Command.Foreground(Commands.id(id));
            default -> new Command.Invalid(Commands.id(id), Reason.UNKNOWN_TYPE, "no such command");
        };
    }

    private String channel() {
        return FIRST_LEVELS.get(random.nextInt(FIRST_LEVELS.size())) + "/" + random.nextInt(3);
    }

    private PayloadForm form() {
        return FORMS.get(random.nextInt(FORMS.size()));
    }
}
