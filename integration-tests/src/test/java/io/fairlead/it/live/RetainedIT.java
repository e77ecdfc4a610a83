package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.MqttVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Retained values reach whoever comes late, once each, and follow what becomes of them. */
@ParameterizedClass
@EnumSource
class RetainedIT {

    private final Combination combination;
    private final LiveGateway gateway;

    RetainedIT(Combination combination) {
        this.combination = combination;
        this.gateway = LiveGateway.start(combination);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void joiners_firstSecondAndAfterAllLeft_eachGetTheValueOnceAfterSubscribed() {
        gateway.retain("dev/7/t", "one");
        try (JsonClient first = gateway.client();
                JsonClient second = gateway.client()) {
            for (JsonClient client : new JsonClient[] {first, second}) {
                assertThat(client.subscribe("dev/7/t").path("type").asText()).isEqualTo("subscribed");
                client.awaitMessages("dev/7/t replay one");
            }
            gateway.publish("dev/7/t", "live");
            first.awaitMessages("dev/7/t replay one", "dev/7/t live live");
            second.awaitMessages("dev/7/t replay one", "dev/7/t live live");
        }
        try (JsonClient third = gateway.client()) {
            third.subscribe("dev/7/t");
            third.awaitMessages("dev/7/t replay one");
            gateway.publish("dev/7/t", "live");
            third.awaitMessages("dev/7/t replay one", "dev/7/t live live");
            assertSubscribedFirst(third);
        }
        gateway.unretain("dev/7/t");
    }

    private static void assertSubscribedFirst(JsonClient client) {
        assertThat(client.frames().stream().map(frame -> frame.path("type").asText()))
                .containsSubsequence("subscribed", "message");
        assertThat(client.heard().get(0).pos()).isNegative();
    }

    @Test
    void joiner_ofAWildcard_getsEveryValueOnce() {
        for (int i = 0; i < 5; i++) {
            gateway.retain("dev/" + i + "/t", "v" + i);
        }
        String[] all = new String[5];
        for (int i = 0; i < 5; i++) {
            all[i] = "dev/+/t>dev/" + i + "/t replay v" + i;
        }
        for (int round = 0; round < 3; round++) {
            try (JsonClient client = gateway.client()) {
                client.subscribe("dev/+/t");
                client.awaitMessagesInAnyOrder(all);
            }
        }
        for (int i = 0; i < 5; i++) {
            gateway.unretain("dev/" + i + "/t");
        }
    }

    @Test
    void value_changedWhileOneListens_isLiveForItAndReplayedToTheNext() {
        gateway.retain("dev/7/t", "one");
        try (JsonClient first = gateway.client();
                JsonClient second = gateway.client()) {
            first.subscribe("dev/7/t");
            first.awaitMessages("dev/7/t replay one");

            gateway.retain("dev/7/t", "two");

            first.awaitMessages("dev/7/t replay one", "dev/7/t live two");
            second.subscribe("dev/7/t");
            second.awaitMessages("dev/7/t replay two");
        }
        gateway.unretain("dev/7/t");
    }

    @Test
    void value_deletedWhileOneListens_arrivesEmptyAndTheNextGetsNothing() {
        gateway.retain("dev/7/t", "one");
        try (JsonClient first = gateway.client();
                JsonClient second = gateway.client()) {
            first.subscribe("dev/7/t");
            first.awaitMessages("dev/7/t replay one");

            gateway.unretain("dev/7/t");

            first.awaitMessages("dev/7/t replay one", "dev/7/t deleted ");
            second.subscribe("dev/7/t");
            gateway.publish("dev/7/t", "after");
            second.awaitMessages("dev/7/t live after");
        }
    }

    @Test
    void emptyMessage_notRetained_isADeletionOnlyWhereNothingTellsThem() {
        try (JsonClient client = gateway.client()) {
            client.subscribe("dev/7/t");

            gateway.publishEmpty("dev/7/t");

            boolean told = combination.version() == MqttVersion.V5;
            client.awaitMessages(told ? "dev/7/t live " : "dev/7/t deleted ");
        }
    }
}
