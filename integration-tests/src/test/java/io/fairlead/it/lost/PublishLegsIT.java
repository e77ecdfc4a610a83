package io.fairlead.it.lost;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.MosquittoSubscriber;
import io.fairlead.it.Schedule;
import io.fairlead.it.TcpProxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Legs are cut, stalled and slowed at random under a client that publishes: what it is told is published is on the broker. */
class PublishLegsIT {

    private static final int MILLIS = 8_000;
    private static final int COUNT = 700;

    private final Schedule schedule = Schedule.draw();
    private final Mosquitto broker = Mosquitto.start();
    private final TcpProxy brokerLeg = TcpProxy.to(broker.port());
    private final GatewayProcess gateway = GatewayProcess.start(
            "gw-1", "mqtt://127.0.0.1:" + brokerLeg.port(), Routes.MAP, "limits.publishPerSecond=0");
    private final TcpProxy clientLeg = TcpProxy.to(gateway.port());
    private final MosquittoSubscriber device = broker.clients().subscribe(Routes.roomTopic("a"));

    @AfterEach
    void end() {
        device.close();
        clientLeg.close();
        gateway.close();
        brokerLeg.close();
        broker.close();
    }

    @Test
    void clientLeg_faultsAtRandom_everyNumberIsPublishedExactlyOnceAndInOrder() {
        publish(Map.of("client", clientLeg));

        assertThat(numbers())
                .as("%s%n%s", schedule, gateway.said())
                .isEqualTo(IntStream.rangeClosed(1, COUNT).boxed().toList());
    }

    @Test
    void bothLegs_faultsAtRandom_everyNumberIsPublished() {
        publish(new TreeMap<>(Map.of("broker", brokerLeg, "client", clientLeg)));

        assertThat(numbers().stream().distinct().sorted())
                .as("%s%n%s", schedule, gateway.said())
                .isEqualTo(IntStream.rangeClosed(1, COUNT).boxed().toList());
    }

    private void publish(Map<String, TcpProxy> legs) {
        LegFaults.plan(schedule, legs, MILLIS);
        schedule.proving(() -> {
            try (PublishingClient client =
                    new PublishingClient(Routes.room("a"), COUNT, List.of(clientLeg.port()), schedule.fork())) {
                client.goTo(clientLeg.port());
                schedule.run();
                legs.values().forEach(TcpProxy::free);
                Page.waiting("everything to be published")
                        .untilAsserted(() -> assertThat(client.isDone())
                                .as("waiting for %s; %s", client.waiting(), gateway.said())
                                .isTrue());
                assertThat(client.troubles()).as(gateway.said()).isEmpty();
                Page.waiting("everything at the device")
                        .untilAsserted(() -> assertThat(numbers())
                                .as("what is published and has not arrived")
                                .containsAll(
                                        IntStream.rangeClosed(1, COUNT).boxed().toList()));
            }
        });
    }

    private List<Integer> numbers() {
        return device.texts().stream()
                .map(text -> Integer.valueOf(text.replaceAll("\\D", "")))
                .toList();
    }
}
