package io.fairlead.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.http.PageSource.Page;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Hosts, CORS and the access log, over sockets. */
@ExtendWith(NoLeaks.class)
class WebRulesTest {
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\u0088\u0080\0\0\0\0";
    private static final WebRules LISTED =
            WebRules.DEFAULT.withOrigins(List.of("https://app.example.org", "https://*.example.net"));

    private final EventLoops loops = new EventLoops(1);

    @AfterEach
    void close() {
        loops.close();
    }

    private String exchange(WebRules rules, String request) throws IOException {
        var settings = WebSettings.DEFAULT.at("127.0.0.1", 0).with(rules);
        try (var server = WebServer.start(settings, loops, WebRulesTest::page, RecordingSession::new);
                var client = new RawClient(server.port())) {
            client.send(request);
            return client.readToEnd();
        }
    }

    private static Page page(String path) {
        return new Page("text/plain", new byte[] {'x'});
    }

    @ParameterizedTest
    @CsvSource({
        "gw.example.org, 200",
        "GW.example.org:8080, 200",
        "a.b.example.net, 200",
        "example.net, 421",
        "evil-example.net, 421",
        "gw.example.org.evil.net, 421",
        "127.0.0.1, 421",
    })
    void host_listed_isServedAndOthersAreNot(String host, int status) throws IOException {
        var rules = WebRules.DEFAULT.withHosts(List.of("gw.example.org", "*.example.net"));
        String request = " HTTP/1.1\r\nHost: " + host + "\r\n";

        assertThat(exchange(rules, "GET /" + request + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
        assertThat(exchange(rules, "GET /ws" + request + UPGRADE).contains("forbidden_origin"))
                .isEqualTo(status != 200);
    }

    @Test
    void page_askedByAListedOrigin_mayBeReadByIt() throws IOException {
        assertThat(asked(LISTED, "Origin: https://a.example.net\r\n"))
                .contains("access-control-allow-origin: https://a.example.net\r\n", "vary: origin\r\n")
                .doesNotContain("allow-credentials");
        assertThat(asked(LISTED.withCookie("s"), "Origin: https://a.example.net\r\n"))
                .contains("access-control-allow-credentials: true");
    }

    @Test
    void page_askedByOthers_mayNot() throws IOException {
        assertThat(asked(LISTED, "Origin: https://evil.org\r\n"))
                .contains("vary: origin")
                .doesNotContain("access-control-allow");
        assertThat(asked(LISTED, "")).contains("vary: origin").doesNotContain("access-control-allow");
    }

    @Test
    void page_everyOriginListed_isEverybodysWithoutCredentials() throws IOException {
        var any = WebRules.DEFAULT.withOrigins(List.of("*"));

        assertThat(asked(any, "Origin: https://a.net\r\n"))
                .contains("access-control-allow-origin: *\r\n")
                .doesNotContain("allow-credentials", "vary");
    }

    private String asked(WebRules rules, String headers) throws IOException {
        return exchange(rules, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({"https://app.example.org, true", "https://evil.org, false", "null, false"})
    void preflight_isAnswered(String origin, boolean allowed) throws IOException {
        String answer = exchange(
                LISTED,
                "OPTIONS / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nOrigin: " + origin
                        + "\r\nAccess-Control-Request-Method: GET\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 204").contains("vary: origin");
        assertThat(answer.contains("access-control-allow-methods: GET, HEAD")).isEqualTo(allowed);
        assertThat(answer.contains("access-control-allow-origin: " + origin)).isEqualTo(allowed);
    }

    @Test
    void accessLog_on_hasALineWithoutSecretsForEach() throws IOException {
        Logger log = (Logger) LoggerFactory.getLogger(AccessLog.NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
        try {
            exchange(
                    WebRules.DEFAULT,
                    "GET /?access_token=hush&Access_token=hush&client=a\"b HTTP/1.1\r\nHost: a\r\n"
                            + "User-Agent: \u00e4\"x\r\n\r\nGET /ws?client=tab&access_token=hush HTTP/1.1\r\nHost: a\r\n"
                            + UPGRADE);
            exchange(WebRules.DEFAULT, "nonsense\r\n\r\n");
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .map(line -> line.replaceAll("after \\d+ ms", "after N ms"))
                .containsExactly(
                        "127.0.0.1 \"GET /?access_token=-&-&client=a\\u0022b\" 200 \"\\u00e4\\u0022x\"",
                        "127.0.0.1 \"GET /ws?client=tab&access_token=-\" 101 \"-\"",
                        "127.0.0.1 \"/ws\" ended after N ms",
                        "127.0.0.1 \"-\" 400 \"-\"");
    }
}
