package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that is there is not taken for gone by the broker, even if nothing of it goes further than the gateway. */
@ExtendWith(NoLeaks.class)
class PulseTest {

    private RelayTester relay = new RelayTester(true);

    @AfterEach
    void end() {
        relay.close();
    }

    private void open(RelayTester tester, MqttProperties connAck) {
        relay.close();
        relay = tester;
        relay.open(relay.connect().token("alice"), connAck, false);
        assertThat(relay.broker.received()).isEmpty();
    }

    private static List<String> words(List<MqttMessage> packets) {
        return packets.stream().map(Packets::words).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void client_whosePublishesAreAllDenied_isKeptAliveAtTheBroker(boolean v5) {
        open(new RelayTester(v5), new MqttProperties());

        int pings = 0;
        for (int second = 10; second <= 120; second += 10) {
            relay.pass(10_000);
            pings += relay.up(Packets.publish(0, "ro/x", 0, "a")).size();
        }
        assertThat(pings).isBetween(3, 8);
        assertThat(relay.down(MqttMessage.PINGRESP)).isEmpty();
    }

    @Test
    void client_thatPingsWhileTheGatewayDoes_getsItsOwnAnswers() {
        open(new RelayTester(true), new MqttProperties());
        relay.pass(20_000);

        assertThat(words(relay.up(Packets.publish(0, "ro/x", 0, "a"), MqttMessage.PINGREQ)))
                .containsExactly("PINGREQ", "PINGREQ");
        assertThat(words(relay.down(MqttMessage.PINGRESP, MqttMessage.PINGRESP)))
                .containsExactly("PINGRESP");
        assertThat(words(relay.up(MqttMessage.PINGREQ))).containsExactly("PINGREQ");
        assertThat(words(relay.down(MqttMessage.PINGRESP))).containsExactly("PINGRESP");
    }

    @Test
    void client_thatRestsForLong_isKeptAliveAtTheBrokerByTheBrokersKeepAlive() {
        RelaySettings slow = RelayTester.settings(DeniedPublish.DROP, RelaySettings.ShownToBroker.GATEWAY, 1.0 / 60);
        MqttProperties connAck = Packets.properties(new IntegerProperty(MqttProperties.SERVER_KEEP_ALIVE, 20));
        open(new RelayTester(true, slow), connAck);

        assertThat(words(relay.up(Packets.publish(0, "chat/1", 0, "a"), Packets.publish(0, "chat/1", 0, "b"))))
                .containsExactly("PUBLISH 0 'im/room/1/msg' a");
        for (int i = 0; i < 11; i++) {
            relay.pass(5_000);
            assertThat(words(relay.broker.received())).containsExactly("PINGREQ");
        }
        relay.pass(5_000);
        assertThat(words(relay.broker.received())).containsExactly("PUBLISH 0 'im/room/1/msg' b");
        assertThat(relay.down(MqttMessage.PINGRESP, MqttMessage.PINGRESP)).isEmpty();
    }

    @Test
    void client_thatRestsForLong_isKeptAliveNoLongerThanItIsThere() {
        RelaySettings slow = RelayTester.settings(DeniedPublish.DROP, RelaySettings.ShownToBroker.GATEWAY, 1.0 / 60);
        open(new RelayTester(true, slow), new MqttProperties());
        relay.up(Packets.publish(0, "chat/1", 0, "a"));

        relay.client.lose();
        relay.pass(60_000);

        assertThat(relay.broker.received()).isEmpty();
    }
}
