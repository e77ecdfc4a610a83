package io.fairlead.broker;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The part of {@link BrokerContract} about links that are lost and sessions that outlive them. */
abstract class OutageContract extends BrokerHarness {

    @Test
    void lostConnection_sessionKept_bringsWhatWasMissedAndWhatWasNotAcknowledged() {
        LinkProbe link = link().holdingAcknowledgements();
        link.subscribe(root, Qos.AT_LEAST_ONCE);
        LinkProbe publisher = link();
        publisher.publish(root, "acknowledged", Qos.AT_LEAST_ONCE);
        await().until(() -> link.messages().size() == 1);
        link.acknowledge(0);
        // Only now: HiveMQ CE sends nothing further while what it has sent is not acknowledged
        publisher.publish(root, "held", Qos.AT_LEAST_ONCE);
        await().until(() -> link.messages().size() == 2);
        link.publish(root + "/marker", "the acknowledgement is before this", Qos.AT_LEAST_ONCE);

        cutConnections();

        await().until(() -> link.ups().size() == 2 && publisher.ups().size() == 2);
        assertThat(link.downs().get(0).wasUp()).isTrue();
        assertThat(link.downs().get(0).why()).isNotBlank();
        assertThat(link.ups().get(1).sessionPresent()).isTrue();
        awaitTexts(link, "acknowledged", "held", "held");
        link.acknowledge(2);
        publisher.publish(root, "after", Qos.AT_LEAST_ONCE);
        awaitTexts(link, "acknowledged", "held", "held", "after");
    }

    @Test
    void lostConnection_heldMessageNeverAcknowledged_laterOnesAreStill() {
        LinkProbe link = link().holdingAcknowledgements();
        link.subscribe(root, Qos.AT_LEAST_ONCE);
        link.publish(root, "held", Qos.AT_LEAST_ONCE);
        await().until(() -> link.messages().size() == 1);
        cutConnections();
        await().until(() -> link.messages().size() == 2);
        link.acknowledge(1);
        link.publish(root + "/marker", "the acknowledgement is before this", Qos.AT_LEAST_ONCE);

        cutConnections();

        await().until(() -> link.ups().size() == 3);
        link.publish(root, "next", Qos.AT_LEAST_ONCE);
        awaitTexts(link, "held", "held", "next");
    }

    @Test
    void brokerStopped_askedMeanwhile_answersAtOnce() {
        LinkProbe link = link();
        stopBroker();
        await().until(() -> !link.downs().isEmpty());

        PublishOutcome published = link.publish(root, "x", Qos.AT_LEAST_ONCE);
        SubscribeOutcome subscribed = link.subscribe(root, Qos.AT_LEAST_ONCE);
        boolean left = link.unsubscribe(root);

        assertThat(published).isInstanceOf(PublishOutcome.NotSent.class);
        assertThat(subscribed).isInstanceOf(SubscribeOutcome.LinkDown.class);
        assertThat(left).isFalse();
        assertThat(link.isUp()).isFalse();
        startBroker();
    }

    @Test
    void brokerRestartedWithoutSessions_linkUpAgain_hasItsFilters() {
        LinkProbe link = link();
        link.subscribe(root + "/+", Qos.AT_LEAST_ONCE);
        link.subscribe(root + "/left", Qos.AT_LEAST_ONCE);
        link.unsubscribe(root + "/left");
        stopBroker();
        await().until(() -> !link.downs().isEmpty());

        startBroker();

        await().until(() -> link.ups().size() == 2);
        assertThat(link.ups().get(1).sessionPresent()).isFalse();
        LinkProbe publisher = link();
        await().untilAsserted(() -> {
            publisher.publish(root + "/a", "again", Qos.AT_LEAST_ONCE);
            assertThat(link.texts()).contains("again");
        });
        assertThat(link.filtersRestored()).containsExactly(new TopicFilter(root + "/+"));
        assertThat(link.filtersLost()).isEmpty();
    }

    @Test
    void linkClosed_sessionKept_nextLinkGetsWhatCame() {
        String id = "d-" + UUID.randomUUID();
        LinkProbe first = open(options(id, false, SESSION, false));
        first.subscribe(root, Qos.AT_LEAST_ONCE);

        first.close(true);

        link().publish(root, "meanwhile", Qos.AT_LEAST_ONCE);
        LinkProbe second = open(options(id, false, SESSION, false));
        assertThat(second.ups().get(0).sessionPresent()).isTrue();
        awaitTexts(second, "meanwhile");
        assertThat(first.downs()).isEmpty();
    }

    @Test
    void linkClosed_sessionEnded_nextLinkStartsAfresh() {
        String id = "d-" + UUID.randomUUID();
        LinkProbe first = open(options(id, false, SESSION, false));
        first.subscribe(root, Qos.AT_LEAST_ONCE);

        first.close(false);

        LinkProbe second = open(options(id, false, SESSION, false));
        assertThat(second.ups().get(0).sessionPresent()).isFalse();
    }

    @Test
    void linkWithoutSession_cut_startsAfresh() {
        LinkProbe link = open(options("e-" + UUID.randomUUID(), true, Duration.ZERO, false));
        link.subscribe(root, Qos.AT_LEAST_ONCE);

        cutConnections();

        await().until(() -> link.ups().size() == 2);
        assertThat(link.ups().get(1).sessionPresent()).isFalse();
        await().untilAsserted(() -> {
            link.publish(root, "again", Qos.AT_LEAST_ONCE);
            assertThat(link.texts()).contains("again");
        });
    }

    @Test
    void freshLink_sessionOfSameIdExists_forgetsIt() {
        String id = "f-" + UUID.randomUUID();
        LinkProbe first = open(options(id, false, SESSION, false));
        first.subscribe(root, Qos.AT_LEAST_ONCE);
        first.close(true);

        LinkProbe second = open(options(id, true, SESSION, false));

        assertThat(second.ups().get(0).sessionPresent()).isFalse();
        second.subscribe(root + "/marker", Qos.AT_LEAST_ONCE);
        second.publish(root, "to nobody", Qos.AT_LEAST_ONCE);
        second.publish(root + "/marker", "marker", Qos.AT_LEAST_ONCE);
        awaitTexts(second, "marker");
    }
}
