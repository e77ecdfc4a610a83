package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of clients that send all they have to say with their CONNECT, and leave. */
@ExtendWith(NoLeaks.class)
class LastWordsTest {

    private RelayTester relay = new RelayTester(true);

    @AfterEach
    void end() {
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void client_thatLeavesBehindItsPackets_isHeardToItsEnd(boolean v5) {
        relay.close();
        relay = new RelayTester(v5);
        relay.client.send(
                relay.connect().token("alice").build(),
                Packets.publish(0, "chat/1", 0, "a"),
                Packets.publish(1, "ro/x", 1, "denied"),
                Packets.publish(1, "chat/1", 2, "b"),
                MqttMessage.DISCONNECT);
        relay.client.leave();
        relay.broker.open();
        assertThat(relay.client.fault).isNull();
        assertThat(relay.broker.received()).hasSize(1);
        assertThat(relay.loopMeters().sessions.get()).isZero();

        relay.broker.send(Packets.connAck(0, false, new MqttProperties()));

        assertThat(relay.broker.received().stream().map(Packets::words))
                .startsWith("PUBLISH 0 'im/room/1/msg' a", "PUBLISH 1 'im/room/1/msg' #2 b")
                .last()
                .asString()
                .startsWith("DISCONNECT");
        assertThat(relay.loopMeters().relayConnections.get()).isZero();
    }

    @Test
    void client_thatLeavesBehindItsPackets_andIsRefused_isNotHeard() {
        relay.client.send(relay.connect().token("alice").build(), Packets.publish(0, "chat/1", 0, "a"));
        relay.client.leave();
        relay.broker.open();

        relay.broker.send(Packets.connAck(0x87, false, new MqttProperties()));

        assertThat(relay.broker.received()).hasSize(1);
        assertThat(relay.broker.isClosed()).isTrue();
    }

    @Test
    void client_thatIsCutOffBehindItsPackets_leavesItsWillToTheBroker() {
        relay.client.send(relay.connect().token("alice").build(), Packets.publish(0, "chat/1", 0, "a"));
        relay.client.leave();
        relay.broker.open();
        relay.broker.received();

        relay.broker.send(Packets.connAck(0, false, new MqttProperties()));

        assertThat(relay.broker.received().stream().map(Packets::words)).containsExactly("PUBLISH 0 'im/room/1/msg' a");
        assertThat(relay.broker.isClosed()).isTrue();
    }
}
