package io.fairlead.it.lost;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two tabs with one name and durable channels, on one node and on two: the older one is closed, once, and neither it nor the newer one goes on about it. */
class DurableTakeoverIT {

    /** How long nothing more may happen: several times as long as a client waits to come back. */
    private static final Duration CALM = Duration.ofSeconds(3);

    private static final int WINDOW = 256;
    private static final int COUNT = 200;

    private static Mosquitto broker;
    private static GatewayProcess one;
    private static GatewayProcess two;
    private static NumberedPublisher device;

    @BeforeAll
    static void start() {
        broker = Mosquitto.startKeeping();
        one = GatewayProcess.start("gw-1", broker.url(), Routes.MAP);
        two = GatewayProcess.start("gw-2", broker.url(), Routes.MAP);
        device = new NumberedPublisher(broker.url());
    }

    @AfterAll
    static void end() {
        device.close();
        two.close();
        one.close();
        broker.close();
    }

    @Test
    void durableTabs_sameNode_oneIsClosedOnceAndTheOtherHearsEverything() {
        assertTakenOver("bob", one, one);
    }

    @Test
    void durableTabs_twoNodes_oneIsClosedOnceAndTheOtherHearsEverything() {
        assertTakenOver("carol", one, two);
    }

    private static void assertTakenOver(String user, GatewayProcess here, GatewayProcess there) {
        List<Integer> ports = List.of(here.port(), there.port());
        try (DurableClient older = tab(user, ports);
                DurableClient newer = tab(user, ports)) {
            older.goTo(here.port());
            Page.waiting("the older tab").until(older::isSubscribed);

            newer.goTo(there.port());

            Page.waiting("the newer tab").until(newer::isSubscribed);
            Page.waiting("the older tab's end").until(() -> !older.ends().isEmpty());
            device.publish(Routes.durableTopics(user), 1, COUNT, 100_000).join();
            Page.waiting("everything at the newer tab").until(() -> hasAll(newer));
            List<String> links = linksOf(user);
            Awaitility.await("calm").during(CALM).atMost(CALM.multipliedBy(3)).untilAsserted(() -> {
                assertThat(older.ends()).as("how the older tab was closed").containsExactly(4509);
                assertThat(linksOf(user))
                        .as("what the broker said of the links")
                        .isEqualTo(links);
            });
            assertThat(newer.ends()).isEmpty();
            assertThat(newer.account().troubles())
                    .as(here.said() + there.said())
                    .isEmpty();
        }
    }

    private static DurableClient tab(String user, List<Integer> ports) {
        return new DurableClient(user, "tab", Routes.DURABLE, ports, new Random(1), new Account(WINDOW));
    }

    private static boolean hasAll(DurableClient client) {
        return Routes.DURABLE.stream().allMatch(channel -> client.account().highest(channel) == COUNT);
    }

    /** What the broker has said of the beginnings of the user's own links. */
    private static List<String> linksOf(String user) {
        return broker.said()
                .lines()
                .filter(line -> line.contains("New client connected") && line.contains(" as fl.d." + user + "."))
                .toList();
    }
}
