package io.fairlead.transport.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class ApiServerTest {

    private final List<ApiRequest> asked = new ArrayList<>();
    private final List<Consumer<ApiAnswer>> waiting = new ArrayList<>();
    private ApiServer server;

    @BeforeEach
    void start() throws IOException {
        server = ApiServer.start("127.0.0.1", 0, "api-test", null, this::answer);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private synchronized void answer(ApiRequest request, Consumer<ApiAnswer> answer) {
        asked.add(request);
        if (request.path().equals("/later")) {
            waiting.add(answer);
        } else if (request.path().equals("/fails")) {
            throw new IllegalStateException("a fault of the gateway");
        } else {
            answer.accept(ApiAnswer.text(200, request.method() + " " + request.path() + " " + request.text()));
        }
    }

    private synchronized List<ApiRequest> asked() {
        return List.copyOf(asked);
    }

    private synchronized List<Consumer<ApiAnswer>> waiting() {
        return List.copyOf(waiting);
    }

    /** Sends this and returns all that comes until the listener closes. */
    private String talk(String text) throws IOException {
        try (Socket socket = open(text)) {
            return read(socket.getInputStream());
        }
    }

    private Socket open(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static String read(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void post_withABody_isHandedOverWhole() throws IOException {
        String said = talk("POST /x?q=1 HTTP/1.1\nHost: a\nConnection: close\nContent-Length: 5\n\nhello");

        assertThat(said).startsWith("HTTP/1.1 200 OK\r\n").endsWith("POST /x hello\n");
        assertThat(said)
                .contains("cache-control: no-store")
                .contains("x-content-type-options: nosniff")
                .contains("content-security-policy: default-src 'none'");
        assertThat(asked()).singleElement().extracting(ApiRequest::from).isEqualTo("127.0.0.1");
    }

    @Test
    void requestsInARow_areAnsweredOneAfterTheOther_inTheirOrder() throws IOException {
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> {
            try {
                return talk("GET /later HTTP/1.1\nHost: a\n\nGET /b HTTP/1.1\nHost: a\nConnection: close\n\n");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await().until(() -> !waiting().isEmpty());
        assertThat(asked()).hasSize(1);

        waiting().get(0).accept(ApiAnswer.text(201, "done"));

        assertThat(said.join()).containsSubsequence("HTTP/1.1 201 Created", "done\n", "HTTP/1.1 200 OK", "GET /b");
    }

    @Test
    void answerForAClientThatIsGone_harmsNobody() throws IOException {
        open("GET /later HTTP/1.1\nHost: a\n\n").close();
        Awaitility.await().until(() -> !waiting().isEmpty());

        waiting().get(0).accept(ApiAnswer.text(200, "late"));

        assertThat(talk("GET /b HTTP/1.1\nHost: a\nConnection: close\n\n")).contains("GET /b");
    }

    @Test
    void head_hasTheLengthAndNoBody() throws IOException {
        assertThat(talk("HEAD /x HTTP/1.1\nHost: a\nConnection: close\n\n"))
                .contains("content-length: 9\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void faultOfTheGateway_is500_withoutItsWords() throws IOException {
        assertThat(talk("GET /fails HTTP/1.1\nHost: a\n\n"))
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("a fault of");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /x HTTP/1.1, 400",
        "GET /x HTTP/1.1|Host: a|Host: b, 400",
        "POST /x HTTP/1.1|Host: a|Transfer-Encoding: chunked, 411",
        "POST /x HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 3, 400",
        "POST /x HTTP/1.1|Host: a|Content-Length: 3|Content-Encoding: gzip, 411",
        "POST /x HTTP/1.1|Host: a|Content-Length: 3|Content-Length: 4, 400",
        "POST /x HTTP/1.1|Host: a|Content-Length: +3, 400",
        "POST /x HTTP/1.1|Host: a|Content-Length: -1, 400",
        "POST /x HTTP/1.1|Host: a|Content-Length: 16385, 413",
        "POST /x HTTP/1.1|Host: a|Content-Length: 99999999999999999999, 400",
        "GET /x HTTP/2.0|Host: a, 505",
        "nonsense, 400",
    })
    void whatIsNoProperRequest_isAnsweredAndClosed(String head, int status) throws IOException {
        assertThat(talk(head.replace('|', '\n') + "\n\nabcGET /next HTTP/1.1\nHost: a\n\n"))
                .startsWith("HTTP/1.1 " + status + " ")
                .containsOnlyOnce("HTTP/1.1 ");
        assertThat(asked()).isEmpty();
    }

    @Test
    void headThatIsTooLarge_isRefused() throws IOException {
        assertThat(talk("GET /x HTTP/1.1\nHost: a\nX: " + "x".repeat(10_000) + "\n\n"))
                .startsWith("HTTP/1.1 431 ");
    }
}
