package io.fairlead.broker;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import io.fairlead.topic.UserProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every broker behind the port does, the fake one and the real ones. */
public abstract class BrokerContract extends OutageContract {

    @Test
    void link_opened_saysWhatItSpeaks() {
        LinkProbe link = link();

        assertThat(link.isUp()).isTrue();
        assertThat(link.ups()).singleElement().satisfies(up -> {
            assertThat(up.version()).isEqualTo(version());
            assertThat(up.sessionPresent()).isFalse();
            assertThat(up.receiveMaximum()).isPositive();
        });
    }

    @ParameterizedTest
    @EnumSource(Qos.class)
    void subscriber_published_getsTheSameBytes(Qos qos) {
        LinkProbe subscriber = link();
        subscriber.subscribe(root + "/#", Qos.EXACTLY_ONCE);
        LinkProbe publisher = link();

        PublishOutcome outcome = publisher.publish(root + "/größe/温度", "grün ✓ \u0001", qos);

        assertThat(outcome)
                .isInstanceOf(qos == Qos.AT_MOST_ONCE ? PublishOutcome.Written.class : PublishOutcome.Accepted.class);
        awaitTexts(subscriber, "grün ✓ \u0001");
        assertThat(subscriber.messages().get(0).topic()).isEqualTo(new TopicName(root + "/größe/温度"));
        assertThat(subscriber.messages().get(0).qos()).isEqualTo(qos);
        assertThat(subscriber.messages().get(0).retain()).isFalse();
    }

    @Test
    void emptyPayload_published_arrivesEmpty() {
        LinkProbe link = link();
        link.subscribe(root, Qos.AT_LEAST_ONCE);

        assertAccepted(link.publish(root, "", Qos.AT_LEAST_ONCE));

        awaitTexts(link, "");
    }

    @Test
    void acceptedPublish_answered_bearsTheBrokersReason() {
        LinkProbe link = link();
        link.subscribe(root + "/heard", Qos.AT_LEAST_ONCE);

        PublishOutcome heard = link.publish(root + "/heard", "x", Qos.AT_LEAST_ONCE);
        PublishOutcome unheard = link.publish(root + "/unheard", "x", Qos.AT_LEAST_ONCE);

        PublishOutcome.Reason one = v5() ? PublishOutcome.Reason.SUCCESS : PublishOutcome.Reason.ACKNOWLEDGED;
        PublishOutcome.Reason other =
                v5() ? PublishOutcome.Reason.NO_MATCHING_SUBSCRIBERS : PublishOutcome.Reason.ACKNOWLEDGED;
        assertThat(heard).isEqualTo(new PublishOutcome.Accepted(one));
        assertThat(unheard).isEqualTo(new PublishOutcome.Accepted(other));
    }

    @Test
    void manyPublishes_published_arriveOnceAndInOrder() {
        LinkProbe subscriber = link();
        subscriber.subscribe(root, Qos.AT_LEAST_ONCE);
        LinkProbe publisher = link();
        List<Message> all = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(text(root, "m" + i, Qos.AT_LEAST_ONCE, false));
            expected.add("m" + i);
        }

        List<PublishOutcome> outcomes = publisher.publishAll(all).join();

        assertThat(outcomes).allSatisfy(BrokerHarness::assertAccepted);
        await().until(() -> subscriber.texts().size() >= expected.size());
        assertThat(subscriber.texts()).containsExactlyElementsOf(expected);
        assertThat(publisher.inFlight()).isZero();
    }

    @Test
    void mqtt5Properties_published_arriveAsTheyWere() {
        LinkProbe link = link();
        link.subscribe(root, Qos.AT_LEAST_ONCE);
        List<UserProperty> properties = List.of(new UserProperty("a", "1"), new UserProperty("a", "2"));
        byte[] correlation = {1, 2, 3};

        link.publish(new Message(
                new TopicName(root),
                new byte[] {-1, 0, 1},
                Qos.AT_LEAST_ONCE,
                false,
                60,
                "text/x",
                new TopicName(root + "/reply"),
                correlation,
                properties));

        await().until(() -> link.messages().size() == 1);
        Message got = link.messages().get(0);
        assertThat(got.payload()).containsExactly(-1, 0, 1);
        assertThat(got.contentType()).isEqualTo(v5() ? "text/x" : null);
        assertThat(got.responseTopic()).isEqualTo(v5() ? new TopicName(root + "/reply") : null);
        assertThat(got.correlation()).isEqualTo(v5() ? correlation : null);
        assertThat(got.properties()).isEqualTo(v5() ? properties : List.of());
        assertThat(got.expirySeconds()).isBetween(v5() ? 1L : Message.NO_EXPIRY, v5() ? 60L : Message.NO_EXPIRY);
    }

    @Test
    void retainedMessage_subscribedWithReplay_comesMarked() {
        LinkProbe link = link();
        link.publish(text(root + "/kept", "old", Qos.AT_LEAST_ONCE, true));

        link.subscribe(root + "/+", Qos.AT_LEAST_ONCE);

        awaitTexts(link, "old");
        assertThat(link.messages().get(0).retain()).isTrue();
    }

    @Test
    void retainedMessage_deleted_isNotReplayed() {
        LinkProbe link = link();
        link.publish(text(root + "/kept", "old", Qos.AT_LEAST_ONCE, true));
        link.publish(text(root + "/kept", "", Qos.AT_LEAST_ONCE, true));

        link.subscribe(root + "/+", Qos.AT_LEAST_ONCE);

        link.publish(root + "/marker", "marker", Qos.AT_LEAST_ONCE);
        awaitTexts(link, "marker");
    }

    @Test
    void retainedMessage_subscribedWithoutReplay_comesOnMqtt311Only() {
        LinkProbe link = link();
        link.publish(text(root + "/kept", "old", Qos.AT_LEAST_ONCE, true));

        link.subscribe(new Subscription(new TopicFilter(root + "/+"), Qos.AT_LEAST_ONCE, false));

        link.publish(root + "/marker", "marker", Qos.AT_LEAST_ONCE);
        await().until(() -> link.texts().contains("marker"));
        assertThat(link.texts().contains("old")).isEqualTo(!v5());
    }

    @Test
    void retainedPublish_heardLive_keepsTheFlagWhereAskedFor() {
        LinkProbe asking = open(options("r-" + UUID.randomUUID(), true, SESSION, true));
        LinkProbe plain = link();
        asking.subscribe(root, Qos.AT_LEAST_ONCE);
        plain.subscribe(root, Qos.AT_LEAST_ONCE);

        plain.publish(text(root, "new", Qos.AT_LEAST_ONCE, true));

        awaitTexts(asking, "new");
        awaitTexts(plain, "new");
        assertThat(asking.messages().get(0).retain()).isEqualTo(v5());
        assertThat(plain.messages().get(0).retain()).isFalse();
    }

    @Test
    void overlappingFilters_published_comesAtLeastOnce() {
        LinkProbe link = link();
        link.subscribe(
                new Subscription(new TopicFilter(root + "/#"), Qos.AT_LEAST_ONCE, true),
                new Subscription(new TopicFilter(root + "/+"), Qos.AT_LEAST_ONCE, true));

        link.publish(root + "/a", "x", Qos.AT_LEAST_ONCE);

        await().until(() -> !link.messages().isEmpty());
        assertThat(link.texts()).containsOnly("x");
    }

    @Test
    void filterLeft_published_doesNotCome() {
        LinkProbe link = link();
        link.subscribe(root + "/a", Qos.AT_LEAST_ONCE);
        link.subscribe(root + "/b", Qos.AT_LEAST_ONCE);

        assertThat(link.unsubscribe(root + "/a")).isTrue();
        assertThat(link.unsubscribe(root + "/never")).isTrue();

        link.publish(root + "/a", "left", Qos.AT_LEAST_ONCE);
        link.publish(root + "/b", "still there", Qos.AT_LEAST_ONCE);
        awaitTexts(link, "still there");
    }
}
