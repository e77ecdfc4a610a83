package io.fairlead.it.lost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A page with a live channel goes away and comes back: it gets exactly what it missed, or it is told that it cannot. */
class RecoverIT {

    private static Mosquitto broker;
    private static GatewayProcess gateway;
    private static NumberedPublisher device;

    @BeforeAll
    static void start() {
        broker = Mosquitto.start();
        gateway = GatewayProcess.start("gw-1", broker.url(), Routes.MAP);
        device = new NumberedPublisher(broker.url());
    }

    @AfterAll
    static void end() {
        device.close();
        gateway.close();
        broker.close();
    }

    @Test
    void page_awayForTenSecondsWithinItsRing_getsExactlyTheMissingOnes() {
        String bookmark = leaveAfter("short", 50);
        device.publish(List.of(Routes.roomTopic("short")), 51, 250, 20).join();

        try (Page back = new Page(gateway.port())) {
            JsonNode reply = back.subscribe(Routes.room("short"), bookmark);

            assertThat(reply.path("recovered").asBoolean()).as("%s", reply).isTrue();
            publish("short", 251, 260);
            Page.waiting("what it missed and what is new")
                    .untilAsserted(() -> assertThat(back.numbers()).containsExactlyElementsOf(numbers(51, 260)));
        }
    }

    @Test
    void page_awayLongerThanItsRing_isToldAndHearsWhatIsNew() {
        String bookmark = leaveAfter("long", 50);
        int last = 50 + 2 * Routes.RING;

        try (Page witness = new Page(gateway.port());
                Page back = new Page(gateway.port())) {
            witness.subscribe(Routes.room("long"), "");
            publish("long", 51, last);
            // What the broker has acknowledged to the device has not come to the gateway yet
            witness.await(
                    "all that was missed", frame -> frame.path("data").path("n").asInt() == last);
            JsonNode reply = back.subscribe(Routes.room("long"), bookmark);

            assertThat(reply.path("recovered").isBoolean()).as("%s", reply).isTrue();
            assertThat(reply.path("recovered").asBoolean()).as("%s", reply).isFalse();
            assertThat(reply.path("missed").asInt(-1)).as("%s", reply).isIn(-1, last - 50);
            publish("long", last + 1, last + 10);
            back.await("the newest", frame -> frame.path("data").path("n").asInt() == last + 10);
            assertThat(back.numbers()).endsWith(numbers(last + 1, last + 10).toArray(Integer[]::new));
        }
    }

    @Test
    void page_gatewayKilledMeanwhile_isTold() {
        String bookmark = leaveAfter("killed", 50);
        gateway.kill();
        publish("killed", 51, 60);
        gateway.startAgain();

        try (Page back = new Page(gateway.port())) {
            JsonNode reply = back.subscribe(Routes.room("killed"), bookmark);

            assertThat(reply.path("recovered").isBoolean()).as("%s", reply).isTrue();
            assertThat(reply.path("recovered").asBoolean()).as("%s", reply).isFalse();
        }
    }

    /** Listens until so many messages have come, and leaves; returns what it comes back with. */
    private static String leaveAfter(String room, int count) {
        try (Page page = new Page(gateway.port())) {
            JsonNode reply = page.subscribe(Routes.room(room), "");
            publish(room, 1, count);
            Page.waiting("the first messages")
                    .untilAsserted(() -> assertThat(page.numbers()).containsExactlyElementsOf(numbers(1, count)));
            return ",\"epoch\":\"" + reply.path("epoch").asText() + "\",\"pos\":" + page.pos(Routes.room(room));
        }
    }

    private static void publish(String room, int first, int last) {
        device.publish(List.of(Routes.roomTopic(room)), first, last, 100_000).join();
    }

    private static List<Integer> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }
}
