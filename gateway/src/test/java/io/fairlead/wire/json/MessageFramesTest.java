package io.fairlead.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topic.UserProperty;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.wire.OutgoingMessage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each message is its golden frame, byte for byte. */
class MessageFramesTest {

    private static final long TS = 1_795_190_400_123L;
    private static final byte[] RAW = {0, -1, -128};
    private static final Map<String, OutgoingMessage> MESSAGES = messages();

    private static Map<String, OutgoingMessage> messages() {
        Map<String, OutgoingMessage> all = new TreeMap<>();
        put(all, "data", live("chat/42", 45, false, PayloadForm.JSON, "{\"text\":\"hi\"}".getBytes(UTF_8)));
        put(all, "text", live("devices/7/log", 46, false, PayloadForm.TEXT, "Grüße 😀 \"quoted\"\n\0".getBytes(UTF_8)));
        put(all, "base64", live("devices/7/raw", 47, false, PayloadForm.BINARY, RAW));
        put(all, "retained", live("devices/7/state", -1, true, PayloadForm.JSON, "21.5".getBytes(UTF_8)));
        put(all, "deleted", live("devices/7/state", 48, true, PayloadForm.JSON, new byte[0]));
        put(all, "durable", durable(false));
        put(all, "repeat", durable(true));
        put(all, "full", full());
        return all;
    }

    private static void put(Map<String, OutgoingMessage> all, String name, OutgoingMessage message) {
        all.put("server/message-" + name + ".json", message);
    }

    private static OutgoingMessage live(String channel, long pos, boolean retained, PayloadForm form, byte[] payload) {
        Message message = Message.of(new TopicName("t"), payload, Qos.AT_MOST_ONCE);
        return new OutgoingMessage(message, channel, null, pos, -1, TS, retained, form, Set.of());
    }

    private static OutgoingMessage durable(boolean repeat) {
        Message message = Message.of(new TopicName("t"), "true".getBytes(UTF_8), Qos.AT_LEAST_ONCE);
        return new OutgoingMessage(
                message, "me/inbox", null, -1, 18, TS + 333, false, PayloadForm.JSON, Set.of(), repeat);
    }

    private static OutgoingMessage full() {
        List<UserProperty> properties = List.of(
                new UserProperty("fairlead-from", "alice"),
                new UserProperty("unit", "°C"),
                new UserProperty("tag", "a"),
                new UserProperty("fairlead-id", "x9f3:c81e:m:81"),
                new UserProperty("hidden", "1"),
                new UserProperty("tag", "b"),
                new UserProperty("fairlead-node", "gw-1"));
        Message message = new Message(
                new TopicName("t"),
                "[1, 2]".getBytes(UTF_8),
                Qos.AT_LEAST_ONCE,
                true,
                3600,
                "application/json",
                null,
                null,
                properties);
        return new OutgoingMessage(
                message,
                "devices/7/telemetry/temp",
                "devices/+/telemetry/#",
                49,
                -1,
                TS,
                true,
                PayloadForm.JSON,
                Set.of("unit", "tag", "fairlead-node"));
    }

    static Stream<String> names() {
        return MESSAGES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void message_encoded_isItsGoldenFrame(String name) {
        String json = Encoding.json(Objects.requireNonNull(MESSAGES.get(name)));

        assertThat(json).isEqualTo(new String(Frames.read(name), UTF_8));
    }

    @Test
    void messageFrames_listed_areAllExpected() {
        assertThat(Frames.names("server").stream().filter(name -> name.startsWith("server/message-")))
                .containsExactlyElementsOf(MESSAGES.keySet());
    }
}
