package io.fairlead.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Command;
import io.fairlead.session.CommandId;
import io.fairlead.session.Payload;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Qos;
import io.fairlead.topic.UserProperty;
import io.fairlead.topicmap.PayloadForm;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each golden frame of a client is the command that it should be. */
class ClientFramesTest {

    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln";
    private static final Map<String, List<Command>> EXPECTED = expected();

    private static Map<String, List<Command>> expected() {
        Map<String, List<Command>> all = new TreeMap<>();
        sessions(all);
        subscriptions(all);
        publishes(all);
        return all;
    }

    private static void sessions(Map<String, List<Command>> all) {
        one(
                all,
                "connect",
                new Command.Connect(
                        number("1"),
                        TOKEN,
                        "tab-7f3a",
                        "c81e",
                        "s3cr3t",
                        List.of(),
                        List.of(
                                new Command.Subscribe(null, "chat/42", "k3", 41, -1, 0, RetainedMode.ALL),
                                new Command.Subscribe(null, "news", null, -1, -1, 0, RetainedMode.NEW))));
        one(all, "connect-empty", new Command.Connect(null, null, null, null, null, List.of(), List.of()));
        one(all, "auth", new Command.Auth(number("4"), TOKEN));
        one(all, "ack", new Command.Ack(null, "d9", 17));
        one(all, "ping", new Command.Ping(number("5")));
        one(all, "background", new Command.Background(null));
        one(all, "foreground", new Command.Foreground(null));
        one(all, "unknown-field", new Command.Ping(number("6")));
        all.put(
                "client/batch.json",
                List.of(
                        new Command.Ping(number("1")),
                        new Command.Unsubscribe(null, "chat/42"),
                        new Command.Ping(number("2"))));
    }

    private static void subscriptions(Map<String, List<Command>> all) {
        one(all, "subscribe", new Command.Subscribe(number("2"), "chat/42", "k3", 41, -1, 5, RetainedMode.ALL));
        one(
                all,
                "subscribe-short",
                new Command.Subscribe(null, "devices/+/telemetry/#", null, -1, -1, 0.5, RetainedMode.NONE));
        one(all, "null-is-absent", new Command.Subscribe(null, "chat/42", null, -1, -1, 0, RetainedMode.ALL));
        one(all, "unsubscribe", new Command.Unsubscribe(number("3"), "chat/42"));
    }

    private static void publishes(Map<String, List<Command>> all) {
        one(
                all,
                "publish-data",
                new Command.Publish(
                        string("m-81"),
                        "chat/42",
                        json("{\"text\":\"hi\"}"),
                        Qos.AT_LEAST_ONCE,
                        false,
                        3600,
                        false,
                        null,
                        List.of()));
        one(
                all,
                "publish-data-null",
                new Command.Publish(null, "chat/42", json("null"), null, false, -1, false, null, List.of()));
        one(
                all,
                "publish-data-as-sent",
                new Command.Publish(
                        null,
                        "chat/42",
                        json("[1.50, \"\\ud83d\\ude00\", {\"a\":1,\"a\":2}]"),
                        null,
                        false,
                        -1,
                        false,
                        null,
                        List.of()));
        one(
                all,
                "publish-text",
                new Command.Publish(
                        string("m-82"),
                        "devices/lamp/cmd",
                        new Payload(PayloadForm.TEXT, "Grüße 😀".getBytes(UTF_8)),
                        Qos.EXACTLY_ONCE,
                        true,
                        -1,
                        false,
                        "text/plain",
                        List.of(
                                new UserProperty("unit", "°C"),
                                new UserProperty("tag", "a"),
                                new UserProperty("tag", "b"))));
        one(
                all,
                "publish-base64",
                new Command.Publish(
                        string("m-83"),
                        "devices/lamp/cmd",
                        new Payload(PayloadForm.BINARY, new byte[] {0, -1, -128}),
                        Qos.AT_MOST_ONCE,
                        false,
                        -1,
                        true,
                        null,
                        List.of()));
        one(
                all,
                "publish-again",
                new Command.Publish(
                        string("m-81"), "chat/42", json("{\"text\":\"hi\"}"), null, false, -1, true, null, List.of()));
        one(all, "request", new Command.Request(string("r-5"), "devices/42/cmd", json("{\"led\":1}"), 5000));
    }

    private static void one(Map<String, List<Command>> all, String name, Command command) {
        all.put("client/" + name + ".json", List.of(command));
    }

    private static CommandId number(String digits) {
        return new CommandId(digits, true);
    }

    private static CommandId string(String text) {
        return new CommandId(text, false);
    }

    private static Payload json(String text) {
        return new Payload(PayloadForm.JSON, text.getBytes(UTF_8));
    }

    static Stream<String> names() {
        return Frames.names("client").stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void clientFrame_decoded_isItsCommand(String name) {
        List<Command> commands = Decoding.decode(Frames.read(name));

        assertThat(commands).usingRecursiveComparison().isEqualTo(EXPECTED.get(name));
    }

    @Test
    void clientFrames_listed_areAllExpected() {
        assertThat(Frames.names("client")).containsExactlyElementsOf(EXPECTED.keySet());
    }
}
