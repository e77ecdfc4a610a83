package io.fairlead.transport.mqtt.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.transport.mqtt.shared.Exchanges.Arrival;
import io.fairlead.wire.mqtt.MqttFault;
import org.junit.jupiter.api.Test;

class ExchangesTest {

    @Test
    void repetition_isTheSameExchange_untilPubrel() {
        Exchanges exchanges = new Exchanges(0);

        assertThat(exchanges.begin(7)).isEqualTo(Arrival.NEW);
        assertThat(exchanges.begin(7)).isEqualTo(Arrival.AWAITED);
        assertThat(exchanges.release(7)).isFalse();

        exchanges.received(7);
        assertThat(exchanges.begin(7)).isEqualTo(Arrival.ANSWERED);
        assertThat(exchanges.release(7)).isTrue();
        assertThat(exchanges.release(7)).isFalse();
        assertThat(exchanges.begin(7)).isEqualTo(Arrival.NEW);
    }

    @Test
    void refusedExchange_isOverAtOnce() {
        Exchanges exchanges = new Exchanges(1);
        exchanges.begin(7);
        exchanges.end(7);

        assertThat(exchanges.begin(7)).isEqualTo(Arrival.NEW);
    }

    @Test
    void moreThanReceiveMaximum_isAFault_andRepetitionsDoNotCount() {
        Exchanges exchanges = new Exchanges(2);
        exchanges.begin(1);
        exchanges.begin(1);
        exchanges.begin();

        assertThatThrownBy(exchanges::begin)
                .isInstanceOfSatisfying(
                        MqttFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(MqttFault.RECEIVE_MAXIMUM_EXCEEDED));
    }
}
