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

/** Some of many subscribers stop reading: nobody else misses anything, and each is told what it missed, as its route says. */
class StalledReaderIT {

    private static final int READERS = 10;

    /** Together more than the sockets and the gateway hold back for one reader, and no more at once than others can read. */
    private static final int COUNT = 1_500;

    private static final int PER_SECOND = 200;
    private static final int PADDING = 8_000;

    @Test
    void readers_stalled_othersMissNothingAndTheyAreTold() {
        List<String> topics = List.of(Routes.roomTopic("a"), "im/oldest/a", "im/latest/a");
        try (Mosquitto broker = Mosquitto.start();
                GatewayProcess gateway = GatewayProcess.start("gw-1", broker.url(), Routes.MAP);
                TcpProxy wire = TcpProxy.to(gateway.port());
                NumberedPublisher device = new NumberedPublisher(broker.url(), PADDING);
                Page ended = new Page(wire.port());
                Page oldest = new Page(wire.port());
                Page latest = new Page(wire.port())) {
            List<Page> readers = Stream.generate(() -> new Page(gateway.port()))
                    .limit(READERS)
                    .toList();
            readers.forEach(reader -> reader.subscribe(Routes.room("a"), ""));
            JsonNode reply = ended.subscribe(Routes.room("a"), "");
            oldest.subscribe("oldest/a", "");
            latest.subscribe("latest/a", "");
            wire.stall(Way.TO_CLIENT);

            device.publish(topics, 1, COUNT, PER_SECOND * topics.size()).join();

            readers.forEach(reader -> Page.waiting("everything at a reader")
                    .untilAsserted(() ->
                            assertThat(reader.numbers()).as("%s", reader.ends()).hasSize(COUNT)));
            List<Integer> all = IntStream.rangeClosed(1, COUNT).boxed().toList();
            readers.forEach(reader -> assertThat(reader.numbers()).isEqualTo(all));
            assertThat(gateway.isAlive()).as(gateway.said()).isTrue();
            wire.free();
            assertDroppedAreTold(oldest);
            assertDroppedAreTold(latest);
            assertIsToldWhenItIsBack(gateway, ended, reply);
            readers.forEach(Page::close);
        }
    }

    /** It stays, has the newest message, and knows how many it has not had. */
    private static void assertDroppedAreTold(Page stalled) {
        Page.waiting("the stalled one to be told").untilAsserted(() -> {
            int dropped = stalled.frames().stream()
                    .filter(frame -> Page.isNotice(frame, "dropped"))
                    .mapToInt(frame -> frame.path("count").asInt())
                    .sum();
            assertThat(stalled.ends()).isEmpty();
            assertThat(stalled.numbers()).isSorted().endsWith(COUNT);
            assertThat(dropped).as("messages that it was told were dropped").isPositive();
            assertThat(stalled.numbers().size() + dropped)
                    .as("messages it had, and was told were dropped")
                    .isEqualTo(COUNT);
        });
    }

    /** It was sent away, and when it comes back it is told how much it has missed. */
    private static void assertIsToldWhenItIsBack(GatewayProcess gateway, Page stalled, JsonNode reply) {
        Page.waiting("the stalled one's end").until(() -> !stalled.ends().isEmpty());
        assertThat(stalled.ends().get(0)).matches("(4001|1006) .*");
        int had = stalled.numbers().size();
        String epoch = reply.path("epoch").asText();
        try (Page back = new Page(gateway.port())) {
            JsonNode again = back.subscribe(
                    Routes.room("a"), ",\"epoch\":\"" + epoch + "\",\"pos\":" + stalled.pos(Routes.room("a")));
            assertThat(again.path("recovered").isBoolean()).as("%s", again).isTrue();
            assertThat(again.path("recovered").asBoolean()).as("%s", again).isFalse();
            assertThat(again.path("missed").asInt()).as("%s", again).isEqualTo(COUNT - had);
        }
    }
}
