package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.revocation.Subject;
import io.fairlead.transport.NoLeaks;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client in mode relay whose credentials are revoked, in each phase of its session. */
@ExtendWith(NoLeaks.class)
class RevokedTest {

    private final RelayTester relay = new RelayTester(true);

    @AfterEach
    void end() {
        relay.close();
    }

    private void revoke(Subject subject) {
        relay.revoked.put(relay.revoked.begin(subject, Duration.ofHours(1)));
        relay.sweepRevoked();
    }

    private static List<String> words(List<MqttMessage> packets) {
        return packets.stream().map(Packets::words).toList();
    }

    private void assertRefused() {
        List<MqttMessage> last = relay.client.received();
        assertThat(words(last)).containsExactly("CONNACK");
        assertThat(((MqttConnAckMessage) last.get(0)).variableHeader().connectReturnCode())
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD);
        assertThat(Packets.reason(last.get(0))).contains("revoked");
        assertThat(relay.client.closed).isTrue();
    }

    @Test
    void connected_isDisconnected_andTheBrokerPublishesTheWill() {
        relay.open();

        revoke(Subject.ofUser("alice"));

        List<MqttMessage> last = relay.client.received();
        assertThat(words(last)).containsExactly("DISCONNECT 0x87");
        assertThat(Packets.reason(last.get(0))).startsWith("client: ").contains("revoked");
        assertThat(relay.client.closed).isTrue();
        assertThat(words(relay.broker.received())).containsExactly("DISCONNECT 0x4");
        assertThat(relay.broker.isClosed()).isTrue();
    }

    @Test
    void clientByItsId_isDisconnected_andAnotherUsersIsNot() {
        relay.open();
        revoke(Subject.ofClient("bob", "dev-1"));
        revoke(Subject.ofClient(null, "dev-1"));
        assertThat(relay.client.closed).isFalse();

        revoke(Subject.ofClient("alice", "dev-1"));

        assertThat(relay.client.closed).isTrue();
    }

    @Test
    void stillAtTheBrokersDoor_isRefused() {
        relay.upstream(relay.connect().token("alice"));

        revoke(Subject.ofUser("alice"));

        assertRefused();
        assertThat(relay.broker.isClosed()).isTrue();
    }

    @Test
    void brokerNotReachedYet_isRefused_andNobodyDials() {
        relay.client.send(relay.connect().token("alice").build());

        revoke(Subject.ofUser("alice"));

        assertRefused();
    }

    @Test
    void revokedBefore_isNotLetIn() {
        revoke(Subject.ofUser("alice"));

        relay.client.send(relay.connect().token("alice").build());

        assertRefused();
        assertThat(relay.client.closed).isTrue();
    }

    @Test
    void over_harmsNobody() {
        relay.open();
        relay.client.lose();

        revoke(Subject.ofUser("alice"));

        assertThat(relay.loopMeters().relayConnections.get()).isZero();
    }
}
