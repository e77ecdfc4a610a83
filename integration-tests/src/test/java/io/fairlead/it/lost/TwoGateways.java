package io.fairlead.it.lost;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Two nodes on one broker, and an application with durable channels that is at one or the other. */
final class TwoGateways implements AutoCloseable {

    /** The window of a client for which nothing is configured, in messages. */
    static final int WINDOW = 256;

    private final GatewayProcess one;
    private final GatewayProcess two;

    TwoGateways(String brokerUrl, String... options) {
        one = GatewayProcess.start("gw-1", brokerUrl, Routes.MAP, options);
        two = GatewayProcess.start("gw-2", brokerUrl, Routes.MAP, options);
    }

    GatewayProcess one() {
        return one;
    }

    GatewayProcess two() {
        return two;
    }

    List<Integer> ports() {
        return List.of(one.port(), two.port());
    }

    /** An application, not connected yet. */
    DurableClient client(String user, Random random) {
        return new DurableClient(user, "phone", Routes.DURABLE, ports(), random, new Account(WINDOW));
    }

    /** The port of either. */
    int any(Schedule schedule) {
        return ports().get(schedule.random().nextInt(2));
    }

    /** Waits until a client has so many messages of each channel, and holds it to all that was promised. */
    void awaitAll(DurableClient client, int count) {
        Account account = client.account();
        Page.waiting("everything")
                .atMost(Duration.ofSeconds(60))
                .failFast(() -> {
                    assertThat(account.troubles()).as(said()).isEmpty();
                })
                .untilAsserted(() -> assertThat(Routes.DURABLE)
                        .allSatisfy(channel -> assertThat(account.highest(channel))
                                .as("how far %s has come; its gateways said\n%s", channel, said())
                                .isEqualTo(count)));
        assertThat(account.troubles()).as(said()).isEmpty();
    }

    String said() {
        return one.said() + two.said();
    }

    @Override
    public void close() {
        two.close();
        one.close();
    }
}
