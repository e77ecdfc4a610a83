package io.fairlead.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.http.PageSource.Page;
import io.fairlead.transport.websocket.WebSocketDoor;
import io.fairlead.wire.json.JsonWebSocketFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class WebDoorTest {
    private static final String UPGRADE = """
            Host: gw.example.org
            Connection: keep-alive, Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            """;

    private final List<RecordingSession> sessions = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void open() {
        channel.freezeTime();
        WebSettings settings = WebSettings.DEFAULT
                .with(WebRules.DEFAULT.withCookie("session"))
                .with(new HttpLimits(2_000, 10_000, 60_000))
                .withMaxBytes(1_000);
        var sockets = new WebSocketDoor(
                channel.eventLoop(),
                settings.maxBytes(),
                settings.pingMillis(),
                JsonWebSocketFormat.INSTANCE,
                JsonWebSocketFormat.INSTANCE::encode,
                connection -> {
                    sessions.add(new RecordingSession(connection));
                    return sessions.get(sessions.size() - 1);
                });
        new WebDoor(settings, WebDoorTest::page, sockets, null).open(channel);
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private static @Nullable Page page(String path) {
        byte[] hello = "<p>hello".getBytes(StandardCharsets.UTF_8);
        return path.equals("/") ? new Page("text/html; charset=utf-8", hello) : null;
    }

    @Test
    void get_page_isServedWithSecurityHeaders() {
        assertThat(send("GET / HTTP/1.1\nHost: a\n\n"))
                .startsWith("HTTP/1.1 200 OK")
                .contains("content-type: text/html; charset=utf-8", "content-security-policy: default-src 'self';")
                .contains("x-content-type-options: nosniff", "referrer-policy: no-referrer")
                .endsWith("<p>hello");
        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void head_page_isServedWithoutBody() {
        assertThat(send("HEAD / HTTP/1.1\nHost: a\n\n"))
                .contains("content-length: 8")
                .doesNotContain("hello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /nowhere HTTP/1.1    | 404",
                "GET /nowhere?%zz HTTP/1.1| 404",
                "GET /ws?%zz HTTP/1.1   | 426",
                "GET /%zz HTTP/1.1        | 400",
                "POST / HTTP/1.1          | 405",
                "HEAD /ws HTTP/1.1        | 405",
                "GET /ws HTTP/1.1         | 426",
                "GET / HTTP/2.0           | 505",
                "not http at all          | 400",
            })
    void request_thatIsNotServed_isAnsweredInASentence(String line, int status) {
        String answer = send(line + "\nHost: a\n\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer).contains("content-type: text/plain; charset=utf-8");
    }

    @Test
    void request_withoutHost_is400AndClosed() {
        assertThat(send("GET / HTTP/1.1\n\n")).startsWith("HTTP/1.1 400").contains("connection: close");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void request_withBody_is413AndClosed() {
        assertThat(send("POST /ws HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello"))
                .startsWith("HTTP/1.1 413")
                .contains("no request to this listener has a body");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void request_lineTooLong_is414() {
        assertThat(send("GET /" + "x".repeat(3_000) + " HTTP/1.1\nHost: a\n\n")).startsWith("HTTP/1.1 414");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void request_headersTooLarge_is431() {
        assertThat(send("GET / HTTP/1.1\nHost: a\nX-Large: " + "x".repeat(3_000) + "\n\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void request_connectionClose_isAnsweredAndClosed() {
        assertThat(send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n")).contains("connection: close");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void requests_pipelined_areAnsweredInOrder() {
        String answers = send("GET / HTTP/1.1\nHost: a\n\nGET /no HTTP/1.1\nHost: a\n\n");

        assertThat(answers.indexOf("HTTP/1.1 404")).isGreaterThan(answers.indexOf("HTTP/1.1 200"));
    }

    @Test
    void request_neverWhole_is408AndClosed() {
        send("GET / HTTP/1.1\nHost: a\n");

        channel.advanceTimeBy(10, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(written()).startsWith("HTTP/1.1 408");
        assertThat(channel.isActive()).isFalse();
    }

    /** RFC 6455, section 1.3, has this key and this answer. */
    /** One byte a second: what comes does not put the end off. */
    @Test
    void request_dripping_is408AtItsDeadline() {
        for (int second = 0; second < 10; second++) {
            channel.writeInbound(bytes(String.valueOf("GET / HTTP/1.1".charAt(second))));
            assertThat(channel.isActive()).isTrue();
            pass(1);
        }

        assertThat(written()).startsWith("HTTP/1.1 408");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void connection_withoutAByte_isClosedSilently() {
        pass(10);

        assertThat(written()).isEmpty();
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void connection_idleAfterAnAnswer_isClosedSilently() {
        pass(9);
        send("GET / HTTP/1.1\nHost: a\n\n");
        pass(9);
        assertThat(channel.isActive()).isTrue();
        pass(1);

        assertThat(written()).isEmpty();
        assertThat(channel.isActive()).isFalse();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1", "GET /no HTTP/1.1", "POST / HTTP/1.1", "nonsense", "GET /ws HTTP/1.1"})
    void everyAnswer_hasSecurityHeaders(String line) {
        assertThat(send(line + "\nHost: a\n\n"))
                .contains("content-security-policy: ", "frame-ancestors 'none'", "x-content-type-options: nosniff")
                .contains("referrer-policy: no-referrer", "x-frame-options: DENY")
                .doesNotContain("strict-transport-security", "access-control-allow-origin");
    }

    /** Cross-site WebSocket hijacking: a cookie vouches for a page of ours, and for nothing else. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Origin: http://gw.example.org  | secret",
                "Origin: https://gw.example.org | secret",
                "Sec-Fetch-Site: same-origin    | secret",
                "X-Nothing: at all              | null",
                "Sec-Fetch-Site: none           | null",
            })
    void upgrade_withCookie_isTakenByItFromAPageOnly(String header, String token) {
        send("GET /ws HTTP/1.1\n" + header + "\nCookie: session=secret\n" + UPGRADE + "\n");

        assertThat(sessions.get(0).lines).contains("open null " + token + " []");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example.org",
                "Origin: null",
                "Origin: http://gw.example.org:81",
                "Origin: http://gw.example.org\nOrigin: http://gw.example.org",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void upgrade_withCookieOfAForeignPage_isClosed4503(String headers) {
        assertThat(send("GET /ws HTTP/1.1\n" + headers + "\nCookie: session=secret\n" + UPGRADE + "\n"))
                .contains("{\"code\":\"forbidden_origin\",\"leg\":\"client\",");
        assertThat(sessions).isEmpty();
    }

    @Test
    void upgrade_asTheRfcHasIt_isAccepted() {
        assertThat(send("GET /ws?client=tab&channel=a&access_token=t HTTP/1.1\n" + UPGRADE + "\n"))
                .startsWith("HTTP/1.1 101")
                .contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                .doesNotContain("sec-websocket-protocol");
        assertThat(sessions.get(0).lines).startsWith("open tab t [a]");
    }

    @Test
    void upgrade_done_leavesOneHandler() {
        send("GET /ws HTTP/1.1\n" + UPGRADE + "\n");

        assertThat(channel.pipeline().names()).hasSize(2).first().asString().startsWith("WebSocketHandler");
    }

    @Test
    void upgrade_framesRightBehind_areRead() {
        ByteBuf both = bytes("GET /ws HTTP/1.1\n" + UPGRADE + "\n");
        both.writeBytes(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'});
        channel.writeInbound(both);

        assertThat(written()).endsWith("\u0002hi");
        assertThat(sessions.get(0).lines)
                .startsWith("open null null []", "text hi")
                .contains("read complete");
    }

    @Test
    void upgrade_requestInPieces_isAccepted() {
        String request = "GET /ws HTTP/1.1\n" + UPGRADE + "\n";
        send(request.substring(0, 30));

        assertThat(send(request.substring(30))).startsWith("HTTP/1.1 101");
    }

    @ParameterizedTest
    @CsvSource({"fairlead.v1, fairlead.v1", "'fairlead.v9, fairlead.v1', fairlead.v1"})
    void upgrade_knownSubprotocol_isEchoed(String offered, String echoed) {
        assertThat(send("GET /ws HTTP/1.1\nSec-WebSocket-Protocol: " + offered + "\n" + UPGRADE + "\n"))
                .contains("sec-websocket-protocol: " + echoed + "\r\n");
        assertThat(sessions).hasSize(1);
    }

    @Test
    void upgrade_unknownSubprotocol_isEchoedAndClosed4505() {
        assertThat(send("GET /ws HTTP/1.1\nSec-WebSocket-Protocol: graphql-ws, mqtt\n" + UPGRADE + "\n"))
                .startsWith("HTTP/1.1 101")
                .contains("sec-websocket-protocol: graphql-ws\r\n")
                .contains("{\"code\":\"unknown_subprotocol\",\"leg\":\"client\",");
        assertThat(sessions).isEmpty();
    }

    @Test
    void upgrade_foreignOrigin_isAcceptedAndClosed4503() {
        assertThat(send("GET /ws HTTP/1.1\nOrigin: https://evil.net\n" + UPGRADE + "\n"))
                .startsWith("HTTP/1.1 101")
                .contains("{\"code\":\"forbidden_origin\",\"leg\":\"client\",");
        assertThat(sessions).isEmpty();
    }

    @Test
    void upgrade_sameOrigin_isOpened() {
        send("GET /ws HTTP/1.1\nOrigin: http://gw.example.org\n" + UPGRADE + "\n");

        assertThat(sessions).hasSize(1);
    }

    @Test
    void upgrade_otherVersion_is426WithOurs() {
        assertThat(send("GET /ws HTTP/1.1\n" + UPGRADE.replace("Version: 13", "Version: 8") + "\n"))
                .startsWith("HTTP/1.1 426")
                .contains("sec-websocket-version: 13");
    }

    @Test
    void upgrade_toSomethingElseBesides_is426() {
        assertThat(send("GET /ws HTTP/1.1\n" + UPGRADE.replace(": websocket", ": websocket, h2c") + "\n"))
                .startsWith("HTTP/1.1 426");
    }

    @Test
    void upgrade_badKey_is400() {
        assertThat(send("GET /ws HTTP/1.1\n" + UPGRADE.replace("dGhlIHNhbXBsZSBub25jZQ==", "short") + "\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void upgrade_done_isNotCutOffByTheRequestTimeout() {
        send("GET /ws HTTP/1.1\n" + UPGRADE + "\n");

        channel.advanceTimeBy(11, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isActive()).isTrue();
    }

    private String send(String request) {
        channel.writeInbound(bytes(request));
        return written();
    }

    private String written() {
        var all = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        return all.toString();
    }

    private static ByteBuf bytes(String request) {
        return PooledByteBufAllocator.DEFAULT
                .buffer()
                .writeBytes(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
