package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MQTT 3.1.1 has no requests, and a page is told so. */
class RequestOnMqtt311IT {

    @ParameterizedTest
    @EnumSource(names = {"MOSQUITTO_IN_MQTT_3", "HIVEMQ_CE_IN_MQTT_3"})
    void request_isNotSupported(Combination combination) {
        try (LiveGateway gateway = LiveGateway.start(combination);
                JsonClient page = gateway.client()) {
            JsonNode error = page.ask("\"type\":\"request\",\"channel\":\"cmd/lamp\",\"data\":1");

            assertThat(error.path("code").asText()).isEqualTo("not_supported");
            assertThat(error.path("reason").asText()).contains("MQTT 3.1.1");
        }
    }
}
