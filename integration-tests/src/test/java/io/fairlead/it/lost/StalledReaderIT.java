package io.fairlead.it.lost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.TcpProxy;
import io.fairlead.it.TcpProxy.Way;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One of many subscribers stops reading: nobody else misses anything, it is sent away, and told what it missed. */
class StalledReaderIT {

    private static final int READERS = 10;

    /** Together more than the sockets and the gateway hold back for one reader, and no more at once than others can read. */
    private static final int COUNT = 1_500;

    private static final int PER_SECOND = 200;
    private static final int PADDING = 8_000;

    @Test
    void reader_stalled_othersMissNothingAndItIsTold() {
        try (Mosquitto broker = Mosquitto.start();
                GatewayProcess gateway = GatewayProcess.start("gw-1", broker.url(), Routes.MAP);
                TcpProxy wire = TcpProxy.to(gateway.port());
                NumberedPublisher device = new NumberedPublisher(broker.url(), PADDING);
                Page stalled = new Page(wire.port())) {
            List<Page> readers = Stream.generate(() -> new Page(gateway.port()))
                    .limit(READERS)
                    .toList();
            readers.forEach(reader -> reader.subscribe(Routes.room("a"), ""));
            JsonNode reply = stalled.subscribe(Routes.room("a"), "");
            wire.stall(Way.TO_CLIENT);

            device.publish(List.of(Routes.roomTopic("a")), 1, COUNT, PER_SECOND).join();

            readers.forEach(reader -> Page.waiting("everything at a reader")
                    .untilAsserted(() ->
                            assertThat(reader.numbers()).as("%s", reader.ends()).hasSize(COUNT)));
            List<Integer> all = IntStream.rangeClosed(1, COUNT).boxed().toList();
            readers.forEach(reader -> assertThat(reader.numbers()).isEqualTo(all));
            assertThat(gateway.isAlive()).as(gateway.said()).isTrue();
            wire.free();
            Page.waiting("the stalled one's end").until(() -> !stalled.ends().isEmpty());
            assertThat(stalled.ends().get(0)).matches("(4001|1006) .*");
            assertIsTold(gateway, stalled, reply);
            readers.forEach(Page::close);
        }
    }

    /** It was sent away, and when it comes back it is told how much it has missed. */
    private static void assertIsTold(GatewayProcess gateway, Page stalled, JsonNode reply) {
        int had = stalled.numbers().size();
        try (Page back = new Page(gateway.port())) {
            JsonNode again = back.subscribe(
                    Routes.room("a"),
                    ",\"epoch\":\"" + reply.path("epoch").asText() + "\",\"pos\":" + stalled.pos(Routes.room("a")));
            assertThat(again.path("recovered").isBoolean()).as("%s", again).isTrue();
            assertThat(again.path("recovered").asBoolean()).as("%s", again).isFalse();
            assertThat(again.path("missed").asInt()).as("%s", again).isEqualTo(COUNT - had);
        }
    }
}
