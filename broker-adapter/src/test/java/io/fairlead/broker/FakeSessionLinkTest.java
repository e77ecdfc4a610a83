package io.fairlead.broker;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Qos;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FakeSessionLinkTest {

    @Nested
    class InMqtt5 extends Contract {
        InMqtt5() {
            super(MqttVersion.V5);
        }
    }

    @Nested
    class InMqtt311 extends Contract {
        InMqtt311() {
            super(MqttVersion.V3_1_1);
        }
    }

    abstract static class Contract extends SessionLinkContract {
        private final MqttVersion version;
        private final FakeBroker fake;

        Contract(MqttVersion version) {
            this.version = version;
            this.fake = new FakeBroker(version);
            fake.faults().inflight(100);
        }

        @Override
        protected Broker broker() {
            return fake;
        }

        @Override
        protected MqttVersion version() {
            return version;
        }

        @Override
        protected Executor newLoop() {
            return FakeLoop.start();
        }

        @Override
        protected void cutConnections() {
            fake.flap();
        }

        @Override
        protected void stopBroker() {
            fake.down();
        }

        @Override
        protected void startBroker() {
            fake.loseSessions();
            fake.up();
        }
    }

    private final FakeBroker fake = new FakeBroker();

    private SessionProbe link(int window) {
        SessionProbe probe = new SessionProbe(
                fake, new LinkOptions("a", false, Duration.ofMinutes(1), window, false, FakeLoop.start()));
        await().until(() -> !probe.ups().isEmpty());
        return probe;
    }

    @Test
    void fullWindow_firstAcknowledged_nextComes() {
        SessionProbe link = link(2);
        link.subscribe("t", Qos.AT_LEAST_ONCE);
        List.of("1", "2", "3").forEach(text -> fake.publish("t", text, Qos.AT_LEAST_ONCE));
        await().until(() -> link.received().size() == 2);

        link.acknowledge(0);

        await().until(() -> link.texts().equals(List.of("1", "2", "3")));
    }

    @Test
    void otherLinkWithTheId_opened_olderIsDownWithoutACode() {
        SessionProbe older = link(10);

        SessionProbe newer = link(10);

        await().until(() -> older.downs().size() == 1);
        assertThat(older.downs().get(0).code()).isZero();
        assertThat(newer.isUp()).isTrue();
    }

    @Test
    void oneClientFlapped_itsSessionLostWhilePaused_isTold() {
        SessionProbe link = link(10);
        fake.flap("a");
        await().until(() -> link.ups().size() == 2);
        link.pause();
        fake.loseSessions();

        link.resume();

        await().until(() -> link.ups().size() == 3);
        assertThat(link.ups()).extracting(LinkUp::sessionPresent).containsExactly(false, true, false);
    }
}
