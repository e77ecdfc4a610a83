package io.fairlead.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "mqtt://localhost,            mqtt://localhost:1883",
        "MQTT://10.0.0.1:1884,        mqtt://10.0.0.1:1884",
        "mqtts://broker.example.org/, mqtts://broker.example.org:8883",
        "ws://broker/mqtt,            ws://broker:80/mqtt",
        "wss://broker:8084/a/b,       wss://broker:8084/a/b",
        "mqtt://[::1]:1883,           mqtt://[::1]:1883"
    })
    void address_is_read_with_the_usual_port(String written, String meant) {
        assertThat(BrokerAddress.parse(written)).hasToString(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:1883,         begins with none",
        "http://broker,          begins with none",
        "mqtt://,                no address",
        "mqtt://a b,             no address",
        "mqtt://broker/topic,    no path",
        "mqtt://broker:99999,    port"
    })
    void address_that_is_none_is_refused_with_a_sentence(String written, String why) {
        assertThatThrownBy(() -> BrokerAddress.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void password_is_neither_taken_in_an_address_nor_shown() {
        assertThatThrownBy(() -> BrokerAddress.parse("mqtt://me:hunter2@broker"))
                .hasMessageContaining("no user")
                .hasMessageNotContaining("hunter2");
        assertThat(new BrokerSettings.Credentials("me", "hunter2").toString()).doesNotContain("hunter2");
    }
}
