package io.fairlead.broker.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.MqttVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectPlanTest {

    private final AtomicReference<@Nullable MqttVersion> agreed = new AtomicReference<>();

    private ConnectPlan plan(@Nullable MqttVersion version) {
        BrokerSettings usual = BrokerSettings.of("mqtt://a:1");
        List<BrokerAddress> addresses = List.of(BrokerAddress.parse("mqtt://a:1"), BrokerAddress.parse("mqtt://b:2"));
        return new ConnectPlan(
                new BrokerSettings(
                        addresses,
                        version,
                        null,
                        usual.tls(),
                        usual.keepAlive(),
                        usual.connectTimeout(),
                        50,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1)),
                agreed);
    }

    @Test
    void allAddressesFailed_pausesAndStartsOver() {
        ConnectPlan plan = plan(null);

        assertThat(plan.failed(Failure.Kind.OTHER)).isZero();
        assertThat(plan.address().host()).isEqualTo("b");
        assertThat(plan.failed(Failure.Kind.OTHER)).isBetween(Duration.ZERO, Duration.ofMillis(200));

        assertThat(plan.address().host()).isEqualTo("a");
        assertThat(plan.failures()).isEqualTo(2);
    }

    @Test
    void workingLinkLost_isFirstTriedWhereItWas() {
        ConnectPlan plan = plan(null);
        plan.failed(Failure.Kind.OTHER);
        plan.connected();

        assertThat(plan.lost()).isBetween(Duration.ZERO, Duration.ofMillis(100));

        assertThat(plan.address().host()).isEqualTo("b");
        assertThat(plan.failures()).isZero();
    }

    @Test
    void versionLeftOpen_refused_triesTheOtherOneThere() {
        ConnectPlan plan = plan(null);
        assertThat(plan.version()).isEqualTo(MqttVersion.V5);

        assertThat(plan.failed(Failure.Kind.WRONG_VERSION)).isZero();

        assertThat(plan.version()).isEqualTo(MqttVersion.V3_1_1);
        assertThat(plan.address().host()).isEqualTo("a");
    }

    @Test
    void closedUnanswered_olderVersionFailsToo_goesBackToTheNewer() {
        ConnectPlan plan = plan(null);
        plan.failed(Failure.Kind.CLOSED_UNANSWERED);
        assertThat(plan.version()).isEqualTo(MqttVersion.V3_1_1);

        plan.failed(Failure.Kind.CLOSED_UNANSWERED);

        assertThat(plan.version()).isEqualTo(MqttVersion.V5);
        assertThat(plan.address().host()).isEqualTo("b");
    }

    @Test
    void versionAgreedOn_closedUnanswered_isNotTakenForAWrongVersion() {
        plan(null).connected();
        ConnectPlan other = plan(null);

        other.failed(Failure.Kind.CLOSED_UNANSWERED);

        assertThat(other.version()).isEqualTo(MqttVersion.V5);
    }

    @Test
    void olderVersionAgreedOn_nextLinkStartsWithIt() {
        ConnectPlan first = plan(null);
        first.failed(Failure.Kind.WRONG_VERSION);
        first.connected();

        assertThat(plan(null).version()).isEqualTo(MqttVersion.V3_1_1);
    }

    @Test
    void versionSet_refused_staysWithIt() {
        ConnectPlan plan = plan(MqttVersion.V5);

        plan.failed(Failure.Kind.WRONG_VERSION);

        assertThat(plan.version()).isEqualTo(MqttVersion.V5);
    }
}
