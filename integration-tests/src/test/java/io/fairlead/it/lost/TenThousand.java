package io.fairlead.it.lost;

import io.fairlead.it.Schedule;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand numbered QoS 1 messages to a durable client that goes to and fro between two nodes at random, one of which is
 * killed and started again, with a restart of the broker between: all arrive, in order, with few repeats, and those marked.
 */
abstract class TenThousand {

    private static final int CHANNELS = Routes.DURABLE.size();
    private static final int COUNT = 10_000 / CHANNELS;
    private static final int PER_SECOND = 600;
    private static final int MILLIS = 1_000 * COUNT * CHANNELS / PER_SECOND;

    abstract String brokerUrl();

    /** Ends the broker in the hardest way that it survives, and starts it again. */
    abstract void restartBroker();

    @Test
    void durableClient_gatewayKilledAndBrokerRestarted_hasEverythingInOrder() {
        Schedule schedule = Schedule.draw();
        try (TwoGateways gateways = new TwoGateways(brokerUrl());
                NumberedPublisher device = new NumberedPublisher(brokerUrl());
                DurableClient client = gateways.client("alice", schedule.fork())) {
            client.goTo(gateways.one().port());
            Page.waiting("the client to listen").until(client::isSubscribed);
            plan(schedule, gateways, client);

            schedule.proving(() -> {
                CompletableFuture<Void> published = device.publish(Routes.durableTopics("alice"), 1, COUNT, PER_SECOND);
                schedule.run();
                published.join();
                gateways.awaitAll(client, COUNT);
            });
        }
    }

    private void plan(Schedule schedule, TwoGateways gateways, DurableClient client) {
        for (int at = 300; at < MILLIS; at += schedule.between(300, 1_500)) {
            int port = gateways.any(schedule);
            if (schedule.random().nextInt(4) == 0) {
                schedule.at(at, "the client goes away", client::goAway);
                at += schedule.between(100, 1_000);
            }
            String node = port == gateways.one().port() ? "gw-1" : "gw-2";
            schedule.at(at, "the client goes to " + node, () -> client.goTo(port));
        }
        int killed = schedule.between(MILLIS / 8, MILLIS / 4);
        schedule.at(
                killed - schedule.between(100, 250),
                "the client goes to gw-2",
                () -> client.goTo(gateways.two().port()));
        schedule.at(killed, "gw-2 is killed", gateways.two()::kill);
        schedule.at(killed + schedule.between(500, 2_000), "gw-2 starts", gateways.two()::beginAgain);
        schedule.at(schedule.between(MILLIS / 2, 3 * MILLIS / 4), "the broker restarts", this::restartBroker);
        schedule.at(
                MILLIS,
                "the client goes to gw-1 for good",
                () -> client.goTo(gateways.one().port()));
    }
}
