package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class DemoTest {

    @Test
    void demo_brokerAway_servesItsPageAllTheSame() throws Exception {
        try (Demo demo = Demo.start("mqtt://127.0.0.1:1", 1, "127.0.0.1", 0)) {
            URI page = URI.create("http://127.0.0.1:" + demo.port() + "/");

            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("<title>Fairlead demo");
        }
    }
}
