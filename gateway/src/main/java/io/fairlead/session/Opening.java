package io.fairlead.session;

import io.fairlead.identity.ClientNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session is opened with: what {@code connect} says, and what the handshake says where it is silent. */
final class Opening {

    private static final String NOT_IN_CLIENT_NAMES = "/+#";
    private static final String NOT_IN_INSTANCES = ":";
    private static final int MAX_INSTANCE_BYTES = 64;
    private static final long NONE = -1;

    private Opening() {}

    /**
     * The handshake alone opens the session and subscribes to the channels it names.
     *
     * @throws Refusal if the client's name can be none
     */
    static Command.Connect byHandshake(Handshake handshake) {
        checkClient(handshake.client());
        return implicit(
                handshake, handshake.channels().stream().map(Opening::subscribe).toList());
    }

    /**
     * The first command opens the session.
     *
     * @throws Refusal if the client's name or instance can be none
     */
    static Command.Connect by(Command first, Handshake handshake) {
        Command.Connect connect =
                first instanceof Command.Connect given ? completed(given, handshake) : implicit(handshake, List.of());
        checkClient(connect.client());
        checkInstance(connect.instance());
        return connect;
    }

    private static Command.Connect completed(Command.Connect given, Handshake handshake) {
        return new Command.Connect(
                given.id(),
                given.token() == null ? handshake.token() : given.token(),
                given.client() == null ? handshake.client() : given.client(),
                given.instance(),
                given.secret(),
                given.accept(),
                given.subscribe());
    }

    private static Command.Connect implicit(Handshake handshake, List<Command.Subscribe> subscribe) {
        return new Command.Connect(null, handshake.token(), handshake.client(), null, null, List.of(), subscribe);
    }

    private static Command.Subscribe subscribe(String channel) {
        return new Command.Subscribe(null, channel, null, NONE, NONE, 0, RetainedMode.ALL);
    }

    private static void checkClient(@Nullable String client) {
        if (client != null && !MqttText.isName(client, ClientNames.MAX_BYTES, NOT_IN_CLIENT_NAMES)) {
            throw new Refusal(
                    Reason.BAD_FRAME,
                    "a client name has 1 to " + ClientNames.MAX_BYTES
                            + " bytes and no control character, '/', '+' or '#'; send another, or none to be given one");
        }
    }

    private static void checkInstance(@Nullable String instance) {
        if (instance != null && !MqttText.isName(instance, MAX_INSTANCE_BYTES, NOT_IN_INSTANCES)) {
            throw new Refusal(
                    Reason.BAD_FRAME,
                    "an instance has 1 to " + MAX_INSTANCE_BYTES
                            + " bytes and no control character or ':'; send another, or none");
        }
    }
}
