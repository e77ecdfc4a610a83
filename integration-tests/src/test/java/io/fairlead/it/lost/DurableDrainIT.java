package io.fairlead.it.lost;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.Mosquitto;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that is asked to end leaves durable sessions where they are: another node goes on with them. */
class DurableDrainIT {

    private static final String WINDOW = "drain.window=4s";
    private static final int COUNT = 600;
    private static final int PER_SECOND = 200;

    private final Mosquitto broker = Mosquitto.startKeeping();

    @AfterEach
    void end() {
        broker.close();
    }

    @Test
    void durableClient_gatewayEnds_goesOnAtTheOtherNodeWithoutALoss() {
        try (TwoGateways gateways = new TwoGateways(broker.url(), WINDOW);
                NumberedPublisher device = new NumberedPublisher(broker.url());
                DurableClient client = gateways.client("alice", new Random(1))) {
            client.goTo(gateways.one().port());
            Page.waiting("the client to listen").until(client::isSubscribed);
            CompletableFuture<Void> published = device.publish(Routes.durableTopics("alice"), 1, COUNT, PER_SECOND);

            gateways.one().terminate();

            assertThat(gateways.one().awaitEnd()).as(gateways.said()).isZero();
            published.join();
            Account account = client.account();
            Page.waiting("everything at the other node")
                    .untilAsserted(() -> assertThat(Routes.DURABLE)
                            .allSatisfy(channel -> assertThat(account.highest(channel))
                                    .as(channel)
                                    .isEqualTo(COUNT)));
            assertThat(account.troubles()).as(gateways.said()).isEmpty();
            assertThat(client.ends()).containsExactly(4000);
        }
    }
}
