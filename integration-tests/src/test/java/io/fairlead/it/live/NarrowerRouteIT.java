package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A wildcard never brings what a narrower route with narrower rights decides, live or retained. */
@ParameterizedClass
@EnumSource
class NarrowerRouteIT {

    @Parameter
    private Combination combination = Combination.MOSQUITTO_IN_MQTT_5;

    @Test
    void wildcard_overANarrowerRoute_bringsOnlyWhatItsOwnRouteDecides() {
        try (LiveGateway gateway = LiveGateway.start(combination);
                JsonClient page = gateway.client()) {
            gateway.retain("dev/private/key", "secret, kept");
            gateway.retain("dev/7/temp", "kept");
            assertThat(page.subscribe("dev/private/key").path("code").asText()).isEqualTo("forbidden");

            page.subscribe("dev/+/#");
            page.awaitMessages("dev/+/#>dev/7/temp replay kept");
            gateway.publish("dev/private/key", "secret");
            gateway.publish("dev/7/t", "another route's");
            gateway.publish("dev/private/key/deeper", "not the narrower route's");
            gateway.publish("dev/7/temp", "open");

            page.awaitMessages(
                    "dev/+/#>dev/7/temp replay kept",
                    "dev/+/#>dev/private/key/deeper live not the narrower route's",
                    "dev/+/#>dev/7/temp live open");
            gateway.unretain("dev/private/key");
            gateway.unretain("dev/7/temp");
        }
    }

    @Test
    void retained_behindANarrowerRoute_isNotReplayedToLaterJoinersEither() {
        try (LiveGateway gateway = LiveGateway.start(combination);
                JsonClient first = gateway.client();
                JsonClient second = gateway.client()) {
            first.subscribe("dev/+/#");
            gateway.retain("dev/private/key", "secret, kept");
            gateway.retain("dev/7/temp", "kept");
            first.awaitMessages("dev/+/#>dev/7/temp live kept");

            second.subscribe("dev/+/#");

            second.awaitMessages("dev/+/#>dev/7/temp replay kept");
            gateway.unretain("dev/private/key");
            gateway.unretain("dev/7/temp");
        }
    }
}
