package io.fairlead.it.lost;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Schedule;
import io.fairlead.it.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both legs of a gateway are cut, stalled and slowed at random: each live QoS 1 message arrives, or its loss is told. */
class LiveLegsIT {

    private static final int MILLIS = 15_000;
    private static final int PER_SECOND = 200;
    private static final int COUNT = PER_SECOND * MILLIS / 1_000;
    private static final int AFTERWARDS = 20;

    @Test
    void legs_faultsAtRandom_everyMessageArrivesOrItsLossIsTold() {
        Schedule schedule = Schedule.draw();
        try (Mosquitto broker = Mosquitto.start();
                TcpProxy brokerLeg = TcpProxy.to(broker.port());
                GatewayProcess gateway =
                        GatewayProcess.start("gw-1", "mqtt://127.0.0.1:" + brokerLeg.port(), Routes.MAP);
                TcpProxy clientLeg = TcpProxy.to(gateway.port());
                NumberedPublisher device = new NumberedPublisher(broker.url())) {
            List<LiveClient> clients = Stream.generate(
                            () -> new LiveClient(Routes.room("a"), List.of(clientLeg.port()), schedule.fork()))
                    .limit(5)
                    .toList();
            clients.forEach(client -> client.goTo(clientLeg.port()));
            awaitSubscribed(clients);
            LegFaults.plan(schedule, new TreeMap<>(Map.of("broker", brokerLeg, "client", clientLeg)), MILLIS);

            schedule.proving(() -> {
                CompletableFuture<Void> published =
                        device.publish(List.of(Routes.roomTopic("a")), 1, COUNT, PER_SECOND);
                schedule.run();
                List.of(brokerLeg, clientLeg).forEach(TcpProxy::free);
                published.join();
                awaitSubscribed(clients);
                int last = publishUntilAllHear(device, clients);
                clients.forEach(client -> {
                    assertThat(client.troubles()).as(gateway.said()).isEmpty();
                    assertThat(client.told() > 0 || client.missing() == 0)
                            .as("%s of %s messages are missing, and nothing told it", client.missing(), last)
                            .isTrue();
                });
            });
            clients.forEach(LiveClient::close);
        }
    }

    private static void awaitSubscribed(List<LiveClient> clients) {
        Page.waiting("the clients to listen").until(() -> clients.stream().allMatch(LiveClient::isSubscribed));
    }

    /** Publishes more, since filters may still be on their way back; returns the number that all have had in the end. */
    private static int publishUntilAllHear(NumberedPublisher device, List<LiveClient> clients) {
        AtomicInteger last = new AtomicInteger(COUNT);
        Page.waiting("all clients to hear again")
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    int next = last.get() + 1;
                    device.publish(List.of(Routes.roomTopic("a")), next, last.addAndGet(AFTERWARDS), PER_SECOND)
                            .join();
                    assertThat(clients)
                            .as("clients that hear nothing of more than " + COUNT)
                            .filteredOn(client -> client.highest() <= COUNT)
                            .isEmpty();
                });
        Page.waiting("all clients to hear everything")
                .untilAsserted(() -> assertThat(clients)
                        .as("clients that do not hear all of " + last)
                        .filteredOn(client -> client.highest() < last.get())
                        .isEmpty());
        return last.get();
    }
}
