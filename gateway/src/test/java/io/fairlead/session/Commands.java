package io.fairlead.session;

import io.fairlead.topic.Qos;
import io.fairlead.topicmap.PayloadForm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands with what a test is about, and defaults for the rest. An id of null is none. */
final class Commands {

    private Commands() {}

    static @Nullable CommandId id(@Nullable String text) {
        return text == null ? null : new CommandId(text, false);
    }

    static Command.Connect connect(@Nullable String id, @Nullable String token) {
        return connect(id, token, null, null);
    }

    static Command.Connect connect(
            @Nullable String id, @Nullable String token, @Nullable String client, @Nullable String secret) {
        return new Command.Connect(id(id), token, client, "i1", secret, List.of(), List.of());
    }

    static Command.Subscribe subscribe(@Nullable String id, String channel) {
        return new Command.Subscribe(id(id), channel, null, -1, -1, 0, RetainedMode.ALL);
    }

    static Command.Unsubscribe unsubscribe(@Nullable String id, String channel) {
        return new Command.Unsubscribe(id(id), channel);
    }

    static Command.Publish publish(@Nullable String id, String channel) {
        return publish(id, channel, PayloadForm.JSON, "1");
    }

    static Command.Publish publish(@Nullable String id, String channel, PayloadForm form, String payload) {
        return publish(id, channel, form, payload, null, false);
    }

    static Command.Publish publish(
            @Nullable String id, String channel, PayloadForm form, String payload, @Nullable Qos qos, boolean retain) {
        Payload bytes = new Payload(form, payload.getBytes(StandardCharsets.UTF_8));
        return new Command.Publish(id(id), channel, bytes, qos, retain, -1, false, null, List.of());
    }

    static Command.Request request(@Nullable String id, String channel, long timeoutMillis) {
        Payload payload = new Payload(PayloadForm.JSON, "1".getBytes(StandardCharsets.UTF_8));
        return new Command.Request(id(id), channel, payload, timeoutMillis);
    }

    static Command.Auth auth(@Nullable String id, String token) {
        return new Command.Auth(id(id), token);
    }

    static Command.Ping ping(@Nullable String id) {
        return new Command.Ping(id(id));
    }

    static Command.Invalid invalid(@Nullable String id) {
        return new Command.Invalid(id(id), Reason.BAD_FRAME, "it is not JSON");
    }
}
