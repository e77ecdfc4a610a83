package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The broker goes away and comes back, and no client is closed for it. */
@ParameterizedClass
@EnumSource
class OutageIT {

    private final TestBroker broker;
    private final LiveGateway gateway;

    OutageIT(Combination combination) {
        this.broker = TestBroker.start(combination.kind());
        this.gateway = LiveGateway.startOn(combination, broker);
    }

    @AfterEach
    void close() {
        gateway.close();
        broker.close();
    }

    @Test
    void broker_stoppedAndStartedAgain_clientsStayAndHearAgain() {
        gateway.retain("dev/7/t", "before");
        try (JsonClient early = gateway.client();
                JsonClient meanwhile = gateway.client();
                JsonClient late = gateway.client()) {
            early.subscribe("dev/7/t");
            early.awaitMessages("dev/7/t replay before");

            broker.stop();
            early.awaitNotices("broker_down", 1);
            assertThat(meanwhile.subscribe("dev/7/t").path("pending").asBoolean())
                    .isTrue();
            assertThat(meanwhile.subscribe("dev/+/t").path("pending").asBoolean())
                    .isTrue();
            broker.startAgain();
            gateway.retain("dev/7/t", "after");

            List.of(early, meanwhile).forEach(client -> client.awaitNotices("broker_up", 1));
            awaitOnce(early, "dev/7/t", "after");
            awaitOnce(meanwhile, "dev/7/t", "after");
            awaitOnce(meanwhile, "dev/+/t>dev/7/t", "after");
            late.subscribe("dev/7/t");
            late.awaitMessages("dev/7/t replay after");

            gateway.publish("dev/7/t", "live");
            awaitOnce(early, "dev/7/t", "live");
            awaitOnce(meanwhile, "dev/7/t", "live");
            awaitOnce(meanwhile, "dev/+/t>dev/7/t", "live");
            late.awaitMessages("dev/7/t replay after", "dev/7/t live live");
            assertThat(early.gaps("dev/7/t")).isEqualTo(1);
            List.of(early, meanwhile, late)
                    .forEach(client -> assertThat(client.troubles()).isEmpty());
        }
    }

    /** Live or replayed: which of the two depends on whether the gateway or the device was the first to be back. */
    private static void awaitOnce(JsonClient client, String where, String value) {
        JsonClient.waiting(where + " " + value)
                .untilAsserted(() -> assertThat(client.messages())
                        .filteredOn(line -> line.startsWith(where + " ") && line.endsWith(" " + value))
                        .hasSize(1));
    }

    @Test
    void publish_whileTheBrokerIsAway_isNeverCalledPublished() {
        try (JsonClient client = gateway.client()) {
            client.subscribe("chat/1");
            broker.stop();
            client.awaitNotices("broker_down", 1);

            client.send("{\"type\":\"publish\",\"id\":\"m\",\"channel\":\"chat/1\",\"text\":\"x\",\"qos\":1}");
            client.settle();

            assertThat(client.frames())
                    .noneMatch(frame -> frame.path("type").asText().equals("published"));
            broker.startAgain();
            client.await(frame -> frame.path("id").asText().equals("m"));
            client.awaitNotices("broker_up", 1);
        }
    }
}
