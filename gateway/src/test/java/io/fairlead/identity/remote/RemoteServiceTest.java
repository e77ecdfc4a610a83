package io.fairlead.identity.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteServiceTest {

    private final HttpClient client = RemoteService.client(null, Duration.ofSeconds(5));
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "https://id.example/keys, true",
        "HTTPS://id.example, true",
        "http://id.example, false",
        "http://127.0.0.1:9000/keys, true",
        "http://127.8.0.1, true",
        "http://localhost/, true",
        "http://[::1]:9, true",
        "http://127.0.0.1.example/, false",
        "http://localhost.example/, false",
        "http://10.0.0.1/, false"
    })
    void url_isSafe_whereNobodyIsOnTheWay(URI url, boolean safe) {
        assertThat(RemoteService.isSafe(url)).isEqualTo(safe);
    }

    private HttpRequest answering(int bytes) {
        server.createContext("/" + bytes, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[bytes]);
            exchange.close();
        });
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + bytes))
                .build();
    }

    @Test
    void body_upToTheBound_isTakenWhole() throws Exception {
        assertThat(client.send(answering(100_000), BoundedBody.upTo(100_000)).body())
                .hasSize(100_000);
    }

    @Test
    void body_pastTheBound_isAFailureThatSaysSo() {
        assertThatThrownBy(() -> client.send(answering(100_001), BoundedBody.upTo(100_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 100000 bytes");
    }

    @Test
    void redirect_isNotFollowed() throws Exception {
        server.createContext("/here", exchange -> {
            exchange.getResponseHeaders().add("Location", "/there");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        URI here = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/here");

        assertThat(client.send(HttpRequest.newBuilder(here).build(), BoundedBody.upTo(10))
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void pemWithoutCertificate_isRefused() {
        assertThatThrownBy(() -> RemoteService.trusting("")).hasMessageContaining("no certificate");
        assertThatThrownBy(() -> RemoteService.trusting("hello")).isInstanceOf(IllegalArgumentException.class);
    }
}
