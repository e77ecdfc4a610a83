package io.fairlead.transport.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fairlead.transport.Mutations;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.websocket.WebSocketDoor;
import io.fairlead.wire.json.JsonWebSocketFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Damaged requests: each is answered with a status, becomes a WebSocket as it plainly asks, or waits for more of it. */
@ExtendWith(NoLeaks.class)
class RequestMutationTest {
    private static final String UPGRADE = """
            Host: gw.example.org
            Connection: keep-alive, Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            """;
    private static final Pattern UPGRADED =
            Pattern.compile("(?is)\\s*GET\\s+\\S*(/|%2f)(w|%77)(s|%73)\\S*\\s+HTTP/1\\.1\\s.*");
    private static final Pattern BODY =
            Pattern.compile("(?im)^(transfer-encoding:\\s*chunked|content-length:\\s*0*[1-9]).*");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.fairlead.transport");
    private final Mutations mutations = new Mutations(
            List.of(
                    request("GET /ws?client=tab&channel=a%2Fb&access_token=t HTTP/1.1\n" + UPGRADE + "\n"),
                    request("GET /ws HTTP/1.1\nOrigin: http://gw.example.org\nSec-WebSocket-Protocol: fairlead.v1\n"
                            + "Cookie: session=c; a=b\nX-Forwarded-For: 192.0.2.1, 10.0.0.1\n" + UPGRADE + "\n"),
                    request("GET / HTTP/1.1\nHost: a\n\nGET /ws HTTP/1.1\n" + UPGRADE + "\n"),
                    request("POST /ws HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello"),
                    request("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n"),
                    request("GET /ws HTTP/1.1\n" + UPGRADE + "Authorization: Bearer x.y.z\n\n\u0081\u0082\0\0\0\0hi")),
            " \r\n\t\0:;,=%/?#&.-_\"\\5xXhH\u00ff\u0085".getBytes(ISO_8859_1));

    private static byte[] request(String text) {
        return text.replace("\n", "\r\n").getBytes(ISO_8859_1);
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void end() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void damagedRequest_isAnswered_upgradedOrAwaited_andNeverAnException() {
        AtomicInteger upgrades = new AtomicInteger();
        mutations.each(bytes -> {
            Answered whole = answered(bytes, bytes.length);
            Answered cut = answered(bytes, 1 + mutations.random().nextInt(60));

            assertThat(cut.sessions).isEqualTo(whole.sessions);
            assertThat(whole.text).matches("(?s)(HTTP/1\\.1 [1-5]\\d\\d .*)?");
            assertThat(log.list).as("said in the log").isEmpty();
            if (!whole.sessions.isEmpty()) {
                upgrades.incrementAndGet();
                check(new String(bytes, ISO_8859_1));
            }
        });
        assertThat(upgrades).hasPositiveValue();
    }

    /** Some request of the input plainly asks for a WebSocket, and neither it nor one before it has a body to hide it in. */
    private static void check(String text) {
        String[] requests = text.split("\r?\n\r?\n", -1);
        for (int i = 0; i < requests.length; i++) {
            assertThat(BODY.matcher(requests[i]).find()).isFalse();
            if (UPGRADED.matcher(requests[i] + "\n").matches()
                    && requests[i].toLowerCase(Locale.ROOT).contains("websocket")) {
                return;
            }
        }
        throw new AssertionError("nobody asked for a WebSocket");
    }

    private record Answered(String text, List<String> sessions) {}

    private Answered answered(byte[] bytes, int most) {
        EmbeddedChannel channel = mutations.channel();
        List<RecordingSession> sessions = new ArrayList<>();
        WebSettings settings = WebSettings.DEFAULT;
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
        new WebDoor(settings, path -> null, sockets, null).open(channel);
        for (int at = 0; at < bytes.length && channel.isOpen(); at += most) {
            int size = Math.min(most, bytes.length - at);
            channel.writeInbound(mutations.buffer(bytes, at, size));
        }
        String text = written(channel);
        channel.finishAndReleaseAll();
        return new Answered(
                text,
                sessions.stream()
                        .flatMap(session -> session.lines.stream())
                        .filter(line -> line.startsWith("open") || line.startsWith("text"))
                        .toList());
    }

    private static String written(EmbeddedChannel channel) {
        StringBuilder all = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(ISO_8859_1));
            out.release();
        }
        return all.toString();
    }
}
