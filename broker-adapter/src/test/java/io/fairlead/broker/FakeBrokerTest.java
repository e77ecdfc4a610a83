package io.fairlead.broker;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FakeBrokerTest {

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

    abstract static class Contract extends BrokerContract {
        private final MqttVersion version;
        private final FakeBroker fake;

        Contract(MqttVersion version) {
            this.version = version;
            this.fake = new FakeBroker(version);
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

    private LinkProbe link(String id, int window) {
        LinkProbe probe =
                new LinkProbe(fake, new LinkOptions(id, true, Duration.ofMinutes(1), window, false, FakeLoop.start()));
        await().until(() -> !probe.ups().isEmpty());
        return probe;
    }

    @Test
    void fullWindow_firstAcknowledged_nextComes() {
        LinkProbe link = link("a", 2).holdingAcknowledgements();
        link.subscribe("t", Qos.AT_LEAST_ONCE);
        List.of("1", "2", "3").forEach(text -> fake.publish("t", text, Qos.AT_LEAST_ONCE));
        await().until(() -> link.messages().size() == 2);

        link.acknowledge(0);

        await().until(() -> link.texts().equals(List.of("1", "2", "3")));
    }

    @Test
    void refusals_asked_bearTheCode() {
        LinkProbe link = link("a", 10);
        fake.faults().refusePublish("secret/#", 135, "not authorised");
        fake.faults().refuseSubscription("secret/x", 135, "not authorised");

        assertThat(link.publish("secret/a", "x", Qos.AT_LEAST_ONCE))
                .isEqualTo(new PublishOutcome.Refused(135, "not authorised"));
        assertThat(link.subscribe("secret/x", Qos.AT_LEAST_ONCE))
                .isEqualTo(new SubscribeOutcome.Refused(135, "not authorised"));
        assertThat(fake.published()).isEmpty();
    }

    @Test
    void heldAcknowledgement_linkLost_outcomeIsUnknown() {
        LinkProbe link = link("a", 10);
        fake.faults().holdAcknowledgements();
        CompletableFuture<List<PublishOutcome>> outcome =
                link.publishAll(List.of(Message.of(new TopicName("t"), new byte[0], Qos.AT_LEAST_ONCE)));
        await().until(() -> fake.faults().heldAcknowledgements() == 1);

        fake.down();

        assertThat(outcome.join()).singleElement().isInstanceOf(PublishOutcome.Unknown.class);
        assertThat(fake.published()).hasSize(1);
    }

    @Test
    void filterRefusedAfterLostSession_isTold() {
        LinkProbe link = link("a", 10);
        link.subscribe("t", Qos.AT_LEAST_ONCE);
        fake.faults().refuseSubscription("t", 135, "not authorised");
        fake.down();
        fake.loseSessions();

        fake.up();

        await().until(() -> link.filtersLost().equals(List.of(new TopicFilter("t"))));
    }

    @Test
    void copyForEachFilter_overlapping_comesTwice() {
        fake.copyForEachFilter(true);
        LinkProbe link = link("a", 10);
        link.subscribe("a/+", Qos.AT_LEAST_ONCE);
        link.subscribe("a/#", Qos.AT_MOST_ONCE);

        fake.publish("a/b", "x", Qos.AT_LEAST_ONCE);

        await().until(() -> link.messages().size() == 2);
        assertThat(link.messages()).extracting(m -> m.qos()).containsExactly(Qos.AT_LEAST_ONCE, Qos.AT_MOST_ONCE);
    }

    @Test
    void sameClientId_opened_takesTheLinkOver() {
        LinkProbe first = link("a", 10);

        LinkProbe second = link("a", 10);

        await().until(() -> first.downs().size() == 1);
        assertThat(first.downs().get(0).code()).isEqualTo(0x8E);
        assertThat(second.isUp()).isTrue();
    }
}
