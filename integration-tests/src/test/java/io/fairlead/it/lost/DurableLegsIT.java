package io.fairlead.it.lost;

import io.fairlead.it.Mosquitto;
import io.fairlead.it.Schedule;
import io.fairlead.it.TcpProxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Every leg of two nodes is cut, stalled and slowed at random: durable clients have every message, in order, all the same. */
class DurableLegsIT {

    private static final int MILLIS = 12_000;
    private static final int PER_SECOND = 200;
    private static final int COUNT = PER_SECOND * MILLIS / 1_000 / Routes.DURABLE.size();

    @Test
    void legs_faultsAtRandom_everyMessageArrivesInOrder() {
        Schedule schedule = Schedule.draw();
        try (Mosquitto broker = Mosquitto.startKeeping();
                TcpProxy brokerLeg = TcpProxy.to(broker.port());
                TwoGateways gateways = new TwoGateways("mqtt://127.0.0.1:" + brokerLeg.port());
                TcpProxy legOne = TcpProxy.to(gateways.one().port());
                TcpProxy legTwo = TcpProxy.to(gateways.two().port());
                NumberedPublisher device = new NumberedPublisher(broker.url());
                DurableClient client = new DurableClient(
                        "alice",
                        "phone",
                        Routes.DURABLE,
                        List.of(legOne.port(), legTwo.port()),
                        schedule.fork(),
                        new Account(TwoGateways.WINDOW))) {
            client.goTo(legOne.port());
            Page.waiting("the client to listen").until(client::isSubscribed);
            Map<String, TcpProxy> legs = new TreeMap<>(Map.of("broker", brokerLeg, "one", legOne, "two", legTwo));
            LegFaults.plan(schedule, legs, MILLIS);
            for (int at = 500; at < MILLIS; at += schedule.between(500, 3_000)) {
                TcpProxy to = schedule.random().nextBoolean() ? legOne : legTwo;
                schedule.at(at, "the client goes to leg " + (to == legOne ? "one" : "two"), () -> {
                    client.goTo(to.port());
                });
            }

            schedule.proving(() -> {
                CompletableFuture<Void> published = device.publish(Routes.durableTopics("alice"), 1, COUNT, PER_SECOND);
                schedule.run();
                legs.values().forEach(TcpProxy::free);
                published.join();
                gateways.awaitAll(client, COUNT);
            });
        }
    }
}
