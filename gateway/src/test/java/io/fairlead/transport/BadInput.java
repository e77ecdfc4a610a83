package io.fairlead.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.Broker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input has the error that the protocol says, and costs only its sender: a witness goes on undisturbed. */
public abstract class BadInput {
    private static final String UPGRADE = """
            GET /ws HTTP/1.1
            Host: a
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """;

    private Broker broker;
    private TestGateway gateway;
    private JsonClient witness;

    /** A broker that is up, to be closed after each test. */
    protected abstract Broker broker();

    @BeforeEach
    void start() {
        broker = broker();
        gateway = TestGateway.start(broker).awaitBroker();
        witness = gateway.connect();
        witness.subscribe("notes/witness");
    }

    @AfterEach
    void end() {
        witness.close();
        gateway.close();
        broker.close();
    }

    static Stream<Arguments> badFrames() {
        return Stream.of(
                Arguments.of("not JSON", "hello", "bad_frame"),
                Arguments.of("a number", "17", "bad_frame"),
                Arguments.of("cut off", "{\"type\":\"ping\",\"id\":", "bad_frame"),
                Arguments.of("deep", "[".repeat(20_000), "bad_frame"),
                Arguments.of(
                        "deep data", publish("chat/a", "\"data\":" + "[".repeat(900) + "]".repeat(900)), "bad_frame"),
                Arguments.of("no type", "{\"id\":1}", "bad_frame"),
                Arguments.of("unknown type", "{\"type\":\"dance\",\"id\":1}", "unknown_type"),
                Arguments.of("wrong types", "{\"type\":\"subscribe\",\"id\":1,\"channel\":42}", "bad_frame"),
                Arguments.of("no payload", "{\"type\":\"publish\",\"id\":1,\"channel\":\"chat/a\"}", "bad_frame"),
                Arguments.of("two payloads", publish("chat/a", "\"text\":\"a\",\"data\":1"), "bad_frame"),
                Arguments.of("publish to a wildcard", publish("chat/+", "\"data\":1"), "bad_channel"),
                Arguments.of("wildcard not listed", subscribe("chat/+"), "forbidden"),
                Arguments.of("all", subscribe("#"), "no_route"),
                Arguments.of("misplaced wildcard", subscribe("chat/a#"), "bad_channel"),
                Arguments.of("$", subscribe("$SYS/broker/uptime"), "no_route"),
                Arguments.of("NUL", subscribe("chat/a\\u0000b"), "bad_channel"),
                Arguments.of("empty level", subscribe("chat/"), "bad_channel"),
                Arguments.of("10,000 levels", subscribe("a/".repeat(10_000) + "a"), "bad_channel"),
                Arguments.of("another user's", subscribe("desk/bob"), "no_route"),
                Arguments.of(
                        "over the route's limit",
                        publish("chat/a", "\"data\":\"" + "x".repeat(2_000) + "\""),
                        "too_large"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFrames")
    void frame_bad_isAnsweredWithItsErrorAndNothingElse(String what, String frame, String code) {
        try (JsonClient sender = gateway.connect()) {
            sender.send(frame);

            sender.await("\"type\":\"error\"", "\"code\":\"" + code + "\"");
            sender.send("{\"type\":\"ping\",\"id\":\"after\"}");
            sender.await("\"pong\"", "\"id\":\"after\"");
        }
        assertThatTheWitnessIsUndisturbed();
    }

    @Test
    void frame_huge_closes4513() {
        try (JsonClient sender = gateway.connect()) {
            sender.send(publish("chat/a", "\"data\":\"" + "x".repeat(100_000) + "\""));

            assertThat(sender.awaitClose()).startsWith("4513 {\"code\":\"too_large\",\"leg\":\"client\"");
        }
        assertThatTheWitnessIsUndisturbed();
    }

    @Test
    void frame_binary_closes4500() {
        try (JsonClient sender = gateway.connect()) {
            sender.sendBinary(new byte[] {1, 2, 3});

            assertThat(sender.awaitClose()).startsWith("4500 {\"code\":\"bad_frame\",\"leg\":\"client\"");
        }
        assertThatTheWitnessIsUndisturbed();
    }

    @Test
    void frames_badForEver_close4500() {
        try (JsonClient sender = gateway.connect()) {
            for (int i = 0; i < 11; i++) {
                sender.send("not JSON");
            }

            assertThat(sender.awaitClose()).startsWith("4500 {\"code\":\"bad_frame\",\"leg\":\"client\"");
        }
        assertThatTheWitnessIsUndisturbed();
    }

    @Test
    void token_thatDoesNotHold_closes4501() {
        try (JsonClient sender = gateway.connect("/ws?access_token=forged&channel=notes/a")) {
            assertThat(sender.awaitClose()).startsWith("4501 {\"code\":\"unauthenticated\",\"leg\":\"client\"");
        }
        assertThatTheWitnessIsUndisturbed();
    }

    @Test
    void text_notUtf8_closes1007() throws IOException {
        assertThat(answerTo(0x81, 0x82, 0, 0, 0, 0, 0xC3, 0x28)).startsWith("{\"code\":\"invalid_utf8\"");
        assertThatTheWitnessIsUndisturbed();
    }

    @Test
    void frame_unmasked_closes1002() throws IOException {
        assertThat(answerTo(0x81, 0x02, 'h', 'i')).startsWith("{\"code\":\"protocol_error\"");
        assertThatTheWitnessIsUndisturbed();
    }

    @Test
    void frame_neverFinished_costsNobodyAnything() throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0xFE, 0x7F, 0, 0, 0, 0, 0, '{'});
        }
        assertThatTheWitnessIsUndisturbed();
    }

    private void assertThatTheWitnessIsUndisturbed() {
        witness.send(publish("notes/witness", "\"text\":\"still here\""));

        witness.await("\"published\"");
        witness.await("\"type\":\"message\"", "\"text\":\"still here\"");
        assertThat(witness.isOpen()).isTrue();
        assertThat(witness.frames()).noneMatch(frame -> frame.contains("\"error\""));
    }

    private static String publish(String channel, String payload) {
        return "{\"type\":\"publish\",\"id\":1,\"channel\":\"" + channel + "\"," + payload + "}";
    }

    private static String subscribe(String channel) {
        return "{\"type\":\"subscribe\",\"id\":1,\"channel\":\"" + channel + "\"}";
    }

    /** Sends a frame as these bytes, and returns the reason of the close frame that answers it. */
    private String answerTo(int... frame) throws IOException {
        try (Socket socket = open()) {
            for (int octet : frame) {
                socket.getOutputStream().write(octet);
            }
            assertThat(socket.getInputStream().read()).isEqualTo(0x88);
            byte[] body =
                    socket.getInputStream().readNBytes(socket.getInputStream().read());
            return new String(body, 2, body.length - 2, StandardCharsets.UTF_8);
        }
    }

    private Socket open() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.getOutputStream().write(UPGRADE.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        var response = new StringBuilder();
        while (response.indexOf("\r\n\r\n") < 0) {
            response.append((char) socket.getInputStream().read());
        }
        return socket;
    }
}
