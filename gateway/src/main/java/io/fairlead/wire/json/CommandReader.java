package io.fairlead.wire.json;

import io.fairlead.session.Command;
import io.fairlead.session.CommandId;
import io.fairlead.session.Reason;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a command of an object's fields, and an {@link Command.Invalid} of those that are none. */
final class CommandReader {

    /** The largest integer that every JSON parser of a browser reads exactly. */
    private static final long LARGEST = (1L << 53) - 1;

    /** The largest message expiry of MQTT 5 (section 3.3.2.3.3), in seconds. */
    private static final long LONGEST_EXPIRY = 0xFFFF_FFFFL;

    private static final String KNOWN = "connect, subscribe, unsubscribe, publish, request, auth, ping";

    private final Fields fields;
    private final @Nullable CommandId id;

    private CommandReader(Fields fields, @Nullable CommandId id) {
        this.fields = fields;
        this.id = id;
    }

    /** The command that the fields describe, or what is wrong with it, under its id where that can be read. */
    static Command command(Fields fields) {
        CommandId id = null;
        try {
            id = fields.id();
            fields.requireUnambiguous();
            return new CommandReader(fields, id).byType();
        } catch (BadFrame bad) {
            return new Command.Invalid(id, bad.reason(), bad.why());
        }
    }

    private Command byType() throws BadFrame {
        String type = fields.requiredString(Field.TYPE);
        return switch (type) {
            case "connect" -> connect();
            case "subscribe" -> subscribe();
            case "unsubscribe" -> new Command.Unsubscribe(id, fields.requiredString(Field.CHANNEL));
            case "publish" -> publish();
            case "request" -> request();
            case "auth" -> new Command.Auth(id, fields.requiredString(Field.TOKEN));
            case "ack" ->
                new Command.Ack(id, fields.requiredString(Field.EPOCH), fields.requiredInteger(Field.SEQ, LARGEST));
            case "ping" -> new Command.Ping(id);
            case "background" -> new Command.Background(id);
            case "foreground" -> new Command.Foreground(id);
            default ->
                throw new BadFrame(
                        Reason.UNKNOWN_TYPE, "there is no command '" + Strings.brief(type) + "'; there are " + KNOWN);
        };
    }

    private Command connect() throws BadFrame {
        return new Command.Connect(
                id,
                fields.string(Field.TOKEN),
                fields.string(Field.CLIENT),
                fields.string(Field.INSTANCE),
                fields.string(Field.SECRET),
                Nested.strings(fields, Field.ACCEPT),
                subscriptions());
    }

    private List<Command.Subscribe> subscriptions() throws BadFrame {
        List<Command.Subscribe> subscriptions = new ArrayList<>();
        for (Fields each : Nested.objects(fields, Field.SUBSCRIBE)) {
            each.requireUnambiguous();
            subscriptions.add(new CommandReader(each, each.id()).subscribe());
        }
        return subscriptions;
    }

    private Command.Subscribe subscribe() throws BadFrame {
        return new Command.Subscribe(
                id,
                fields.requiredString(Field.CHANNEL),
                fields.string(Field.EPOCH),
                fields.integer(Field.POS, LARGEST, -1),
                fields.integer(Field.ACK, LARGEST, -1),
                fields.rate(Field.MAX_RATE),
                retained());
    }

    private RetainedMode retained() throws BadFrame {
        String word = fields.string(Field.RETAINED);
        return switch (word == null ? "all" : word) {
            case "all" -> RetainedMode.ALL;
            case "new" -> RetainedMode.NEW;
            case "none" -> RetainedMode.NONE;
            default -> throw BadFrame.because(fields.where(Field.RETAINED) + " must be all, new or none");
        };
    }

    private Command publish() throws BadFrame {
        return new Command.Publish(
                id,
                fields.requiredString(Field.CHANNEL),
                PayloadReader.payload(fields),
                qos(),
                fields.flag(Field.RETAIN),
                fields.integer(Field.EXPIRY, LONGEST_EXPIRY, Message.NO_EXPIRY),
                fields.flag(Field.AGAIN),
                contentType(),
                Nested.props(fields));
    }

    private @Nullable Qos qos() throws BadFrame {
        int level = (int) fields.integer(Field.QOS, 2, -1);
        return level < 0 ? null : Qos.of(level);
    }

    private @Nullable String contentType() throws BadFrame {
        String contentType = fields.string(Field.CONTENT_TYPE);
        return contentType == null ? null : Strings.mqtt(contentType, fields.where(Field.CONTENT_TYPE));
    }

    private Command request() throws BadFrame {
        return new Command.Request(
                id,
                fields.requiredString(Field.CHANNEL),
                PayloadReader.payload(fields),
                fields.integer(Field.TIMEOUT_MS, LARGEST, 0));
    }
}
