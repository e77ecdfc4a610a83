package io.fairlead.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.CommandId;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.session.Reply.Notice;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topic.UserProperty;
import io.fairlead.topicmap.Delivery;
import io.fairlead.topicmap.PayloadForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reply is its golden frame, byte for byte. */
class ServerFramesTest {

    private static final Map<String, Reply> REPLIES = replies();

    private static Map<String, Reply> replies() {
        Map<String, Reply> all = new TreeMap<>();
        sessions(all);
        subscriptions(all);
        errors(all);
        notices(all);
        return all;
    }

    private static void sessions(Map<String, Reply> all) {
        put(
                all,
                "welcome",
                new Reply.Welcome(
                        number("1"),
                        "tab-7f3a",
                        "alice",
                        "gw-1",
                        "fairlead.v1",
                        "s3cr3t",
                        25_000,
                        Instant.parse("2026-11-20T16:00:00Z"),
                        true,
                        new Reply.Limits(65_536, 100, 20, 100, 2_097_152)));
        put(
                all,
                "welcome-anonymous",
                new Reply.Welcome(
                        null,
                        "a-91xk",
                        null,
                        "gw-1",
                        "fairlead.v1",
                        null,
                        25_000,
                        null,
                        false,
                        new Reply.Limits(65_536, 100, 0.5, 0, 0)));
        put(all, "authenticated", new Reply.Authenticated(number("4"), Instant.parse("2026-11-20T16:00:00.250Z")));
        put(all, "authenticated-no-end", new Reply.Authenticated(null, null));
        put(all, "pong", new Reply.Pong(number("5")));
    }

    private static void subscriptions(Map<String, Reply> all) {
        put(all, "subscribed", subscribed(number("2"), Qos.AT_LEAST_ONCE, "k3", 44, false, true, -1));
        put(all, "subscribed-short", subscribed(null, Qos.AT_MOST_ONCE, "k3", 0, false, null, -1));
        put(all, "subscribed-pending", subscribed(number("2"), Qos.AT_LEAST_ONCE, null, -1, true, null, -1));
        put(all, "subscribed-missed", subscribed(number("2"), Qos.AT_LEAST_ONCE, "k3", 44, false, false, 3));
        put(all, "unsubscribed", new Reply.Unsubscribed(number("3"), "chat/42", null));
        put(all, "unsubscribed-unasked", new Reply.Unsubscribed(null, "chat/42", Reason.FORBIDDEN));
        put(all, "published-broker", new Reply.Published(string("m-81"), "broker", "success"));
        put(all, "response", response(PayloadForm.JSON, "{\"ok\":true}", null));
        put(all, "response-text", response(PayloadForm.TEXT, "on", null));
        put(all, "response-base64", response(PayloadForm.BINARY, "on", null));
        put(all, "response-full", response(PayloadForm.JSON, "1", "application/json"));
        put(all, "published-gateway", new Reply.Published(string("m-83"), "gateway", null));
    }

    private static Reply response(PayloadForm form, String payload, @Nullable String contentType) {
        List<UserProperty> props = contentType == null ? List.of() : List.of(new UserProperty("colour", "red"));
        Message message = new Message(
                new TopicName("fairlead/reply/a.0/x"),
                payload.getBytes(UTF_8),
                Qos.AT_LEAST_ONCE,
                false,
                Message.NO_EXPIRY,
                contentType,
                null,
                null,
                props);
        return new Reply.Response(string("r-5"), message, form, Set.of("colour"));
    }

    private static Reply subscribed(
            @Nullable CommandId id,
            Qos qos,
            @Nullable String epoch,
            long pos,
            boolean pending,
            @Nullable Boolean recovered,
            long missed) {
        return new Reply.Subscribed(id, "chat/42", qos, Delivery.LIVE, epoch, pos, pending, recovered, missed);
    }

    private static void errors(Map<String, Reply> all) {
        put(
                all,
                "error",
                new Reply.Failed(number("2"), Reason.FORBIDDEN, "role member may not publish to chat/42", -1, -1));
        put(
                all,
                "error-retry",
                new Reply.Failed(string("m-9"), Reason.RATE_LIMITED, "at most 20 publishes a second", 400, -1));
        put(
                all,
                "error-broker",
                new Reply.Failed(string("m-9"), Reason.BROKER_REFUSED, "the broker said: not authorized", -1, 135));
        put(
                all,
                "error-no-id",
                new Reply.Failed(
                        null, Reason.BAD_FRAME, "the frame is not JSON at byte 0, near \"\\\u0007<hi>", -1, -1));
    }

    private static void notices(Map<String, Reply> all) {
        put(all, "notice-broker-down", new Notice.BrokerDown());
        put(all, "notice-broker-up", new Notice.BrokerUp());
        put(all, "notice-dropped", new Notice.Dropped("devices/7/telemetry", 12, "slow"));
        put(all, "notice-gap", new Notice.Gap("chat/42", "k4", 0, false));
        put(all, "notice-token-expiring", new Notice.TokenExpiring(60_000));
        put(all, "notice-draining", new Notice.Draining(7_300));
    }

    private static void put(Map<String, Reply> all, String name, Reply reply) {
        all.put("server/" + name + ".json", reply);
    }

    private static CommandId number(String digits) {
        return new CommandId(digits, true);
    }

    private static CommandId string(String text) {
        return new CommandId(text, false);
    }

    static Stream<String> names() {
        return REPLIES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void reply_encoded_isItsGoldenFrame(String name) {
        ByteBuf text =
                new JsonWire().encode(Objects.requireNonNull(REPLIES.get(name)), UnpooledByteBufAllocator.DEFAULT);

        assertThat(text.toString(UTF_8)).isEqualTo(new String(Frames.read(name), UTF_8));
        text.release();
    }

    @Test
    void serverFrames_listed_areAllExpected() {
        assertThat(Frames.names("server").stream().filter(name -> !name.startsWith("server/message-")))
                .containsExactlyElementsOf(REPLIES.keySet());
    }
}
