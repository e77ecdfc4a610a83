package io.fairlead.it.lost;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The broker of five thousand clients restarts: all hear again, and it is not run down by those that come back. */
class StormIT {

    private static final int LIVE = 4_600;
    private static final int DURABLE = 400;
    private static final int PER_USER = 10;

    /** Connects a second that the gateway is allowed. */
    private static final int BUDGET = 100;

    /** Looked at over a while, since a busy machine brings in one second some of the one before. */
    private static final int SECONDS = 2;

    /** Some are had at once after a quiet time, and a busy machine is late at times. */
    private static final int SLACK = 50;

    @Test
    void broker_restarts_fiveThousandHearAgainWithinTheBudgetOfConnects() {
        try (Mosquitto broker = Mosquitto.startKeeping();
                TcpProxy brokerLeg = TcpProxy.to(broker.port());
                GatewayProcess gateway = GatewayProcess.start(
                        384,
                        "gw-1",
                        "mqtt://127.0.0.1:" + brokerLeg.port(),
                        Routes.MAP,
                        "broker.connectsPerSecond=" + BUDGET);
                NumberedPublisher device = new NumberedPublisher(broker.url())) {
            List<Page> live = Stream.generate(() -> live(gateway)).limit(LIVE).toList();
            List<DurableClient> durable = IntStream.range(0, DURABLE)
                    .mapToObj(i -> durable(i, gateway))
                    .toList();
            durable.forEach(client -> client.goTo(gateway.port()));
            awaitSubscribed(live, durable, gateway);
            hearAll(1, live, durable, device, gateway);

            broker.stop();
            live.forEach(page -> page.awaitNotice("broker_down"));
            // Half of the durable clients come back themselves while there is no broker
            durable.subList(0, DURABLE / 2).forEach(client -> client.goTo(gateway.port()));
            int before = brokerLeg.accepted().size();
            broker.startAgain();

            live.forEach(page -> page.awaitNotice("broker_up"));
            awaitSubscribed(live, durable, gateway);
            hearAll(2, live, durable, device, gateway);
            assertThat(live).allMatch(page -> page.ends().isEmpty());
            List<Long> connects = brokerLeg.accepted();
            assertThat(connects.size() - before).isGreaterThanOrEqualTo(DURABLE);
            assertThat(mostInAWhile(connects))
                    .as("connects in the busiest %s s, of a budget of %s a second", SECONDS, BUDGET)
                    .isLessThanOrEqualTo(SECONDS * BUDGET + SLACK);
            live.forEach(Page::close);
            durable.forEach(DurableClient::close);
        }
    }

    private static Page live(GatewayProcess gateway) {
        Page page = new Page(gateway.port());
        page.send("{\"type\":\"subscribe\",\"id\":1,\"channel\":\"chat/a\"}");
        return page;
    }

    private static DurableClient durable(int number, GatewayProcess gateway) {
        return new DurableClient(
                "user-" + number / PER_USER,
                "tab-" + number % PER_USER,
                Routes.DURABLE,
                List.of(gateway.port()),
                new Random(number),
                new Account(TwoGateways.WINDOW));
    }

    private static void awaitSubscribed(List<Page> live, List<DurableClient> durable, GatewayProcess gateway) {
        live.forEach(page ->
                page.await("subscribed", frame -> frame.path("type").asText().equals("subscribed")));
        Page.waiting("the durable clients to listen")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(durable)
                        .as("the durable clients that do not listen; %s", gateway.said())
                        .filteredOn(client -> !client.isSubscribed())
                        .isEmpty());
    }

    /** Publishes one number, and waits until everybody has it. */
    private static void hearAll(
            int number,
            List<Page> live,
            List<DurableClient> durable,
            NumberedPublisher device,
            GatewayProcess gateway) {
        device.publish(List.of(Routes.roomTopic("a")), number, number, 1).join();
        for (int user = 0; user < DURABLE / PER_USER; user++) {
            device.publish(Routes.durableTopics("user-" + user), number, number, 1)
                    .join();
        }
        live.forEach(page -> page.await(
                "number " + number, frame -> frame.path("data").path("n").asInt() == number));
        Page.waiting("the durable clients to hear number " + number)
                .untilAsserted(() -> assertThat(durable)
                        .as("the durable clients that hear nothing; %s", gateway.said())
                        .filteredOn(client -> !hasHeard(client, number))
                        .isEmpty());
        durable.forEach(client ->
                assertThat(client.account().troubles()).as(gateway.said()).isEmpty());
    }

    private static boolean hasHeard(DurableClient client, int number) {
        return Routes.DURABLE.stream().allMatch(channel -> client.account().highest(channel) >= number);
    }

    private static int mostInAWhile(List<Long> times) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < times.size(); to++) {
            while (times.get(to) - times.get(from) >= TimeUnit.SECONDS.toNanos(SECONDS)) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
