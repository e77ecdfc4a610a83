package io.fairlead.it.lost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a gateway of its own process ends by SIGTERM, with many clients, and what its admin listener says meanwhile. */
class EndingIT {

    private static final int CLIENTS = 60;
    private static final int SECOND_SIGNAL = 143;
    private static final Pattern ADMIN = Pattern.compile("admin on (http://[^/]*):");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Mosquitto broker = Mosquitto.start();
    private final List<Page> pages = new ArrayList<>();

    @AfterEach
    void end() {
        pages.forEach(Page::close);
        broker.close();
    }

    private GatewayProcess start(String window) {
        return GatewayProcess.start(
                "gw-1", broker.url(), Routes.MAP, "drain.window=" + window, "listeners.admin.port=0");
    }

    private void connect(GatewayProcess gateway, int count) {
        for (int i = 0; i < count; i++) {
            Page page = new Page(gateway.port());
            pages.add(page);
            page.subscribe(Routes.room("a"), "");
        }
    }

    private HttpResponse<String> admin(GatewayProcess gateway, String path) {
        Matcher line = ADMIN.matcher(gateway.said());
        assertThat(line.find()).isTrue();
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(line.group(1) + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("the admin listener does not answer:\n" + gateway.said(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static boolean isClosed(Page page) {
        return !page.ends().isEmpty();
    }

    private long told() {
        return pages.stream()
                .filter(page -> page.frames().stream().anyMatch(frame -> Page.isNotice(frame, "draining")))
                .count();
    }

    private long closed() {
        return pages.stream().filter(EndingIT::isClosed).count();
    }

    @Test
    void manyClients_sigterm_eachIsTold_readyzSaysNo_andTheExitCodeIsZero() {
        try (GatewayProcess gateway = start("6s")) {
            connect(gateway, CLIENTS);
            assertThat(admin(gateway, "/readyz").statusCode()).isEqualTo(200);
            assertThat(admin(gateway, "/livez").statusCode()).isEqualTo(200);

            gateway.terminate();

            pages.get(0).awaitNotice("draining");
            pages.get(0).ask("\"type\":\"publish\",\"channel\":\"chat/a\",\"data\":{\"n\":7}");
            HttpResponse<String> ready = admin(gateway, "/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).startsWith("draining: ");
            assertThatThrownBy(() -> new Page(gateway.port())).isInstanceOf(CompletionException.class);
            assertThat(gateway.awaitEnd()).as(gateway.said()).isZero();
            Page.waiting("all closes").until(() -> closed() == CLIENTS);
            assertThat(pages)
                    .allSatisfy(page -> assertThat(page.ends())
                            .singleElement()
                            .asString()
                            .startsWith("4000 {\"code\":\"draining\",\"leg\":\"gateway\",\"retryAfterMs\":"));
            assertThat(pages.stream().map(EndingIT::reconnectAfter).distinct()).hasSizeGreaterThan(CLIENTS / 2);
            assertThat(pages).allMatch(page -> page.numbers().contains(7));
            assertThat(gateway.said()).doesNotContain("Exception");
        }
    }

    private static int reconnectAfter(Page page) {
        JsonNode notice = page.awaitNotice("draining");
        return notice.path("reconnectAfterMs").asInt();
    }

    @Test
    void longWindow_sigterm_tellsOnlyTheFirst_andASecondSignalEndsAtOnce() {
        try (GatewayProcess gateway = start("1h")) {
            connect(gateway, CLIENTS);
            gateway.terminate();
            Page.waiting("the first notice").until(() -> told() > 0);
            pages.forEach(page -> page.ask("\"type\":\"ping\""));
            assertThat(told()).isLessThan(CLIENTS / 2);
            assertThat(closed()).isZero();

            gateway.terminate();

            assertThat(gateway.awaitEnd()).isEqualTo(SECOND_SIGNAL);
        }
    }

    @Test
    void noClients_sigterm_endsLongBeforeTheWindow() {
        try (GatewayProcess gateway = start("10m")) {
            gateway.terminate();

            assertThat(gateway.awaitEnd()).as(gateway.said()).isZero();
        }
    }

    @Test
    void brokerGone_sigterm_endsWithinTheWindowAllTheSame() {
        try (GatewayProcess gateway = start("2s")) {
            connect(gateway, 4);
            broker.kill();
            pages.forEach(page -> page.awaitNotice("broker_down"));
            pages.get(0).send("{\"type\":\"publish\",\"id\":\"p\",\"channel\":\"chat/a\",\"data\":{\"n\":1}}");

            gateway.terminate();

            assertThat(gateway.awaitEnd()).as(gateway.said()).isZero();
            Page.waiting("all closes").until(() -> closed() == 4);
            assertThat(pages).allMatch(page -> page.ends().get(0).startsWith("4000 "));
        }
    }
}
