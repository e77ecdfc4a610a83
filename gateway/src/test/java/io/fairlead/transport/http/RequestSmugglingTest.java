package io.fairlead.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.EventLoops;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.http.PageSource.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What two readers of the same bytes could take for different requests, sent as it is: behind each stands a request for a
 * secret, which must not be read. In the tables {@code ~} is CRLF, and backslashes escape as in Java, with {@code \xNN} for a byte.
 */
@ExtendWith(NoLeaks.class)
class RequestSmugglingTest {
    private static final String SECRET = "GET /secret HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String UPGRADE = """
            Host: a\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    private static final Pattern CODE = Pattern.compile("\\\\x(..)");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<RecordingSession> sessions = new CopyOnWriteArrayList<>();
    private final EventLoops loops = new EventLoops(1);
    private final WebServer server;

    RequestSmugglingTest() throws IOException {
        var settings = WebSettings.DEFAULT.at("127.0.0.1", 0).with(new HttpLimits(2_000, 10_000, 10_000));
        server = WebServer.start(settings, loops, this::page, connection -> {
            sessions.add(new RecordingSession(connection));
            return sessions.get(sessions.size() - 1);
        });
    }

    private @Nullable Page page(String path) {
        asked.add(path);
        return path.equals("/") ? new Page("text/plain", "page".getBytes(StandardCharsets.US_ASCII)) : null;
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "length and chunks             | POST / HTTP/1.1~Host: a~Content-Length: 5~Transfer-Encoding: chunked~~0~~ | 400",
                "chunks and length             | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~Content-Length: 0~~0~~ | 400",
                "chunks                        | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~0~~                   | 413",
                "chunk extensions              | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~0;a=b~~               | 413",
                "chunk size with sign          | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~+0~~                  | 413",
                "two lengths                   | GET / HTTP/1.1~Host: a~Content-Length: 0~Content-Length: 34~~             | 400",
                "two same lengths              | GET / HTTP/1.1~Host: a~Content-Length: 0~Content-Length: 0~~              | 400",
                "list of lengths               | GET / HTTP/1.1~Host: a~Content-Length: 0, 34~~                            | 400",
                "length with sign              | GET / HTTP/1.1~Host: a~Content-Length: +0~~                               | 400",
                "negative length               | GET / HTTP/1.1~Host: a~Content-Length: -1~~                               | 400",
                "hexadecimal length            | GET / HTTP/1.1~Host: a~Content-Length: 0x22~~                             | 400",
                "length of nothing             | GET / HTTP/1.1~Host: a~Content-Length:~~                                  | 400",
                "length past a long            | GET / HTTP/1.1~Host: a~Content-Length: 99999999999999999999~~             | 400",
                "length                        | POST / HTTP/1.1~Host: a~Content-Length: 34~~                              | 413",
                "length of a GET               | GET / HTTP/1.1~Host: a~Content-Length: 34~~                               | 413",
                "coding in capitals            | POST / HTTP/1.1~Host: a~Transfer-Encoding: CHUNKED~~0~~                   | 413",
                "coding unknown                | POST / HTTP/1.1~Host: a~Transfer-Encoding: xchunked~~0~~                  | 400",
                "coding identity               | POST / HTTP/1.1~Host: a~Transfer-Encoding: identity~~                     | 400",
                "codings chunked twice         | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked, chunked~~0~~          | 400",
                "codings chunked first         | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked, gzip~~0~~             | 400",
                "coding in two fields          | POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip~Transfer-Encoding: chunked~~0~~ | 413",
                "coding quoted                 | POST / HTTP/1.1~Host: a~Transfer-Encoding: \"chunked\"~~0~~               | 400",
                "coding behind a tab           | POST / HTTP/1.1~Host: a~Transfer-Encoding:\\tchunked~~0~~                 | 413",
                "coding behind a vertical tab  | POST / HTTP/1.1~Host: a~Transfer-Encoding:\\x0bchunked~~0~~             | 400",
                "coding empty                  | POST / HTTP/1.1~Host: a~Transfer-Encoding:~~0~~                           | 400",
                "coding in HTTP/1.0            | POST / HTTP/1.0~Host: a~Transfer-Encoding: chunked~~0~~                   | 400",
                "space before the colon        | POST / HTTP/1.1~Host: a~Transfer-Encoding : chunked~~0~~                  | 400",
                "tab before the colon          | POST / HTTP/1.1~Host: a~Content-Length\\t: 34~~                           | 400",
                "space before the first name   | GET / HTTP/1.1~ Host: a~~                                                 | 400",
                "folded field                  | GET / HTTP/1.1~Host: a~X: b~ c~~                                          | 400",
                "folded coding                 | POST / HTTP/1.1~Host: a~Transfer-Encoding:~ chunked~~0~~                  | 400",
                "folded by a tab               | GET / HTTP/1.1~Host: a~X: b~\\tc~~                                        | 400",
                "no name                       | GET / HTTP/1.1~Host: a~: b~~                                              | 400",
                "no colon                      | GET / HTTP/1.1~Host: a~X~~                                                | 400",
                "bracket in a name             | GET / HTTP/1.1~Host: a~X(: b~~                                            | 400",
                "high byte in a name           | GET / HTTP/1.1~Host: a~X\\xe4: b~~                                      | 400",
                "line feeds alone              | GET / HTTP/1.1\\nHost: a\\n\\n                                            | 400",
                "line feed alone in a field    | GET / HTTP/1.1~Host: a\\nX: b~~                                           | 400",
                "line feed alone at the end    | GET / HTTP/1.1~Host: a~\\n                                                | 400",
                "carriage return alone         | GET / HTTP/1.1~Host: a\\rX: b~~                                           | 400",
                "two carriage returns          | GET / HTTP/1.1~Host: a\\r~~                                               | 400",
                "NUL in a field                | GET / HTTP/1.1~Host: a~X: a\\0b~~                                         | 400",
                "NUL in the address            | GET /\\0 HTTP/1.1~Host: a~~                                               | 400",
                "control character in a field  | GET / HTTP/1.1~Host: a~X: a\\x01b~~                                     | 400",
                "DEL in a field                | GET / HTTP/1.1~Host: a~X: a\\x7fb~~                                     | 400",
                "two spaces                    | GET  / HTTP/1.1~Host: a~~                                                 | 400",
                "two spaces before the version | GET /  HTTP/1.1~Host: a~~                                                 | 400",
                "tabs for spaces               | GET\\t/\\tHTTP/1.1~Host: a~~                                              | 400",
                "space behind the version      | GET / HTTP/1.1 ~Host: a~~                                                 | 400",
                "space in the address          | GET /a b HTTP/1.1~Host: a~~                                               | 400",
                "HTTP/0.9                      | GET /~~                                                                   | 400",
                "version in small letters      | GET / http/1.1~Host: a~~                                                  | 400",
                "another version               | GET / HTTP/1.2~Host: a~~                                                  | 505",
                "two digits of a version       | GET / HTTP/1.10~Host: a~~                                                 | 400",
                "preface of HTTP/2             | PRI * HTTP/2.0~~SM~~                                                      | 505",
                "bracket in the method         | G(T / HTTP/1.1~Host: a~~                                                  | 400",
                "no Host                       | GET / HTTP/1.1~~                                                          | 400",
                "two Hosts                     | GET / HTTP/1.1~Host: a~Host: b~~                                          | 400",
                "two Hosts in HTTP/1.0         | GET / HTTP/1.0~Host: a~Host: a~~                                          | 400",
                "empty Host                    | GET / HTTP/1.1~Host:~~                                                    | 400",
                "Host with a user              | GET / HTTP/1.1~Host: a@b~~                                                | 400",
                "Host with a path              | GET / HTTP/1.1~Host: a/b~~                                                | 400",
                "Host with a space             | GET / HTTP/1.1~Host: a b~~                                                | 400",
                "Hosts in a list               | GET / HTTP/1.1~Host: a, b~~                                               | 400",
                "Host with a port that is none | GET / HTTP/1.1~Host: a:80x~~                                              | 400",
                "Host with port 0              | GET / HTTP/1.1~Host: a:0~~                                                | 400",
                "Host with a broken address    | GET / HTTP/1.1~Host: [::1~~                                               | 400",
                "Host with a high byte         | GET / HTTP/1.1~Host: \\xe4~~                                            | 400",
                "whole address of another host | GET http://b/ HTTP/1.1~Host: a~~                                          | 400",
                "whole address of another port | GET http://a:81/ HTTP/1.1~Host: a~~                                       | 400",
                "whole address with a user     | GET http://a@b/ HTTP/1.1~Host: b~~                                        | 400",
                "whole address, other scheme   | GET ftp://a/ HTTP/1.1~Host: a~~                                           | 400",
                "whole address without Host    | GET http://a/ HTTP/1.0~~                                                  | 400",
                "no address                    | GET HTTP/1.1~Host: a~~                                                    | 400",
                "authority for an address      | CONNECT a:80 HTTP/1.1~Host: a:80~~                                        | 400",
                "star for an address           | OPTIONS * HTTP/1.1~Host: a~~                                              | 400",
                "fragment in the address       | GET /#/ HTTP/1.1~Host: a~~                                                | 400",
                "two tokens                    | GET / HTTP/1.1~Host: a~Authorization: Bearer a~Authorization: Bearer b~~  | 400",
            })
    void request_thatCouldBeReadTwoWays_isRefusedAndTheLast(String what, String request, int status)
            throws IOException {
        String answer = exchange(bytes(request) + SECRET);

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer.split("HTTP/1\\.1 \\d", -1)).as("answers").hasSize(2);
        assertThat(answer).contains("connection: close", "x-content-type-options: nosniff");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "plain                       | GET / HTTP/1.1~Host: a~~",
                "spaces around a value       | GET / HTTP/1.1~Host: \\t a \\t ~~",
                "length of nothing           | GET / HTTP/1.1~Host: a~Content-Length: 0~~",
                "high bytes in a value       | GET / HTTP/1.1~Host: a~X: \\xe4\\xff~~",
                "whole address               | GET http://a/ HTTP/1.1~Host: a~~",
                "whole address, other letters| GET HTTP://A:80/ HTTP/1.1~Host: a~~",
                "whole address without a path| GET http://a HTTP/1.1~Host: a~~",
                "whole address with a query  | GET http://a?b HTTP/1.1~Host: a~~",
                "empty line before           | ~GET / HTTP/1.1~Host: a~~",
                "IPv6 host                   | GET / HTTP/1.1~Host: [::1]:8080~~",
                "HTTP/1.0 without Host       | GET / HTTP/1.0~Connection: keep-alive~~",
            })
    void request_thatIsSound_isServedAndSoIsTheNext(String what, String request) throws IOException {
        String answer = exchange(bytes(request) + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer.split("HTTP/1\\.1 200 OK", -1)).as("answers").hasSize(3);
        assertThat(asked).containsExactly("/", "/");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "request line     | GET /%1$s HTTP/1.1~Host: a~~                     | 414",
                "query            | GET /?%1$s HTTP/1.1~Host: a~~                    | 414",
                "endless line     | %1$s                                             | 414",
                "field            | GET / HTTP/1.1~Host: a~X: %1$s~~                 | 431",
                "endless field    | GET / HTTP/1.1~Host: a~%1$s                      | 431",
                "many fields      | GET / HTTP/1.1~Host: a~%2$s~                     | 431",
                "many empty lines | %3$s                                             | 414",
            })
    void request_tooLarge_isRefusedBeforeItsEnd(String what, String request, int status) throws IOException {
        String large = request.formatted("x".repeat(2_001), "X:~".repeat(101), "~".repeat(1_001));

        assertThat(exchange(bytes(large))).startsWith("HTTP/1.1 " + status);
        assertThat(asked).isEmpty();
    }

    /** In one segment and byte by byte: where reads end makes no difference. */
    @Test
    void request_byteByByte_isReadAsInOnePiece() throws IOException {
        try (var client = new RawClient(server.port())) {
            for (char c : "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".toCharArray()) {
                client.send(String.valueOf(c));
            }

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200");
        }
    }

    /** Some proxies take any answer to a request for an upgrade for a tunnel; what comes through it is not to be read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /ws | Version: 13 | Version: 12 | 426",
                "GET /ws | dGhl        | dGh         | 400",
                "GET /   | Version: 13 | Version: 13 | 200",
                "GET /no | Version: 13 | Version: 13 | 404",
                "POST /ws| Version: 13 | Version: 13 | 405",
                "GET /ws | websocket   | h2c         | 426",
            })
    void upgrade_refused_endsTheConnection(String line, String from, String to, int status) throws IOException {
        String answer = exchange(line + " HTTP/1.1\r\n" + UPGRADE.replace(from, to) + "\r\n" + SECRET);

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("connection: close");
        assertThat(asked).doesNotContain("/secret");
    }

    /** Behind an upgrade there are frames and nothing else: {@code G} is a frame with reserved bits. */
    @Test
    void upgrade_requestBehindIt_isAFrame() throws IOException {
        String answer = exchange("GET /ws HTTP/1.1\r\n" + UPGRADE + "\r\n" + SECRET);

        assertThat(answer).startsWith("HTTP/1.1 101").contains("protocol_error").doesNotContain("404");
        assertThat(asked).isEmpty();
    }

    @Test
    void upgrade_behindARequest_isServedInItsTurn() throws IOException {
        String close = "\u0088\u0080\0\0\0\0";
        String answer = exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /ws HTTP/1.1\r\n" + UPGRADE + "\r\n" + close);

        assertThat(answer.indexOf("HTTP/1.1 101")).isGreaterThan(answer.indexOf("HTTP/1.1 200"));
        assertThat(sessions).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/., 400",
        "/.., 400",
        "/a/../ws, 400",
        "/a/./ws, 400",
        "/ws/.., 400",
        "/%2e%2e/ws, 400",
        "/%2E/ws, 400",
        "/.%2e/ws, 400",
        "//ws, 400",
        "/a//b, 400",
        "/%2Fws, 400",
        "/%5Cws, 400",
        "/\\ws, 400",
        "/ws%00, 400",
        "/%00/ws, 400",
        "/%0d%0aws, 400",
        "/%77s, 400",
        "/%57S, 400",
        "/w%73, 400",
        "/%2577s, 400",
        "/ws%, 400",
        "/ws%2, 400",
        "/ws%zz, 400",
        "/ws;a=b, 404",
        "/ws;, 404",
        "/..;/ws, 404",
        "/WS, 404",
        "/Ws, 404",
        "/ws/, 404",
        "/ws%20, 404",
        "/ws%C0%AF, 404",
        "/%EF%BC%B7s, 404",
        "/ws?%zz, 400",
        "/ws, 101",
        "/ws?/../.., 101",
        "/ws??, 101",
    })
    void path_inAnotherSpelling_reachesNothing(String path, int status) throws IOException {
        String close = "\u0088\u0080\0\0\0\0";

        assertThat(exchange("GET " + path + " HTTP/1.1\r\n" + UPGRADE + "\r\n" + close))
                .startsWith("HTTP/1.1 " + status);
        assertThat(sessions).hasSize(status == 101 ? 1 : 0);
    }

    private String exchange(String request) throws IOException {
        try (var client = new RawClient(server.port())) {
            client.send(request);
            return client.readToEnd();
        }
    }

    private static String bytes(String written) {
        String text = written.replace("~", "\r\n");
        Matcher code = CODE.matcher(text);
        return code.replaceAll(
                        one -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(one.group(1), 16))))
                .translateEscapes();
    }
}
