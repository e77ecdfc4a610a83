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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every broker behind the port does with the links that carry one client's own session. */
public abstract class SessionLinkContract extends SessionOutageContract {

    @Test
    void link_opened_saysWhatItSpeaks() {
        SessionProbe link = session();

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
        SessionProbe subscriber = session().acknowledging();
        subscriber.subscribe(root + "/#", Qos.EXACTLY_ONCE);

        link().publish(root + "/größe/温度", "grün ✓", qos);

        awaitTexts(subscriber, "grün ✓");
        SessionProbe.Received got = subscriber.received().get(0);
        assertThat(got.message().topic()).isEqualTo(new TopicName(root + "/größe/温度"));
        assertThat(got.message().qos()).isEqualTo(qos);
        assertThat(got.message().retain()).isFalse();
        assertThat(got.packetId() == 0).isEqualTo(qos == Qos.AT_MOST_ONCE);
    }

    @Test
    void mqtt5Properties_published_arriveAsTheyWere() {
        SessionProbe subscriber = session();
        subscriber.subscribe(root, Qos.AT_LEAST_ONCE);
        List<UserProperty> properties = List.of(new UserProperty("a", "1"), new UserProperty("a", "2"));
        byte[] correlation = {1, 2, 3};

        link().publish(new Message(
                new TopicName(root),
                new byte[] {-1, 0, 1},
                Qos.AT_LEAST_ONCE,
                false,
                60,
                "text/x",
                new TopicName(root + "/reply"),
                correlation,
                properties));

        await().until(() -> subscriber.received().size() == 1);
        Message got = subscriber.received().get(0).message();
        assertThat(got.payload()).containsExactly(-1, 0, 1);
        assertThat(got.contentType()).isEqualTo(v5() ? "text/x" : null);
        assertThat(got.responseTopic()).isEqualTo(v5() ? new TopicName(root + "/reply") : null);
        assertThat(got.correlation()).isEqualTo(v5() ? correlation : null);
        assertThat(got.properties()).isEqualTo(v5() ? properties : List.of());
        assertThat(got.expirySeconds()).isBetween(v5() ? 1L : Message.NO_EXPIRY, v5() ? 60L : Message.NO_EXPIRY);
    }

    @Test
    void retainedMessage_subscribed_isReplayedWhereAskedFor() {
        LinkProbe publisher = link();
        publisher.publish(text(root + "/kept", "old", Qos.AT_LEAST_ONCE, true));
        SessionProbe asking = session().acknowledging();
        SessionProbe other = session().acknowledging();

        asking.subscribe(root + "/+", Qos.AT_LEAST_ONCE);
        other.subscribe(new Subscription(new TopicFilter(root + "/+"), Qos.AT_LEAST_ONCE, false));
        // Only now: brokers do not order what is retained against what is live
        await().until(() ->
                asking.texts().contains("old") && (v5() || other.texts().contains("old")));

        publisher.publish(root + "/marker", "marker", Qos.AT_LEAST_ONCE);
        await().until(() -> asking.texts().contains("marker") && other.texts().contains("marker"));
        assertThat(asking.texts()).containsExactlyInAnyOrder("old", "marker");
        assertThat(asking.received())
                .allSatisfy(got ->
                        assertThat(got.message().retain()).isEqualTo(got.text().equals("old")));
        assertThat(other.texts().contains("old")).isEqualTo(!v5());
    }

    @Test
    void severalFilters_subscribed_outcomesAreInTheirOrder() {
        SessionProbe link = session();

        List<SubscribeOutcome> outcomes = link.subscribe(
                new Subscription(new TopicFilter(root + "/a"), Qos.AT_LEAST_ONCE, true),
                new Subscription(new TopicFilter(root + "/b"), Qos.EXACTLY_ONCE, true),
                new Subscription(new TopicFilter(root + "/c"), Qos.AT_MOST_ONCE, true));

        assertThat(outcomes)
                .containsExactly(
                        new SubscribeOutcome.Granted(Qos.AT_LEAST_ONCE),
                        new SubscribeOutcome.Granted(Qos.EXACTLY_ONCE),
                        new SubscribeOutcome.Granted(Qos.AT_MOST_ONCE));
    }

    @Test
    void filterLeft_published_doesNotCome() {
        SessionProbe link = session().acknowledging();
        link.subscribe(root + "/a", Qos.AT_LEAST_ONCE);
        link.subscribe(root + "/b", Qos.AT_LEAST_ONCE);

        assertThat(link.unsubscribe(root + "/a")).isTrue();
        assertThat(link.unsubscribe(root + "/never")).isTrue();

        LinkProbe publisher = link();
        publisher.publish(root + "/a", "left", Qos.AT_LEAST_ONCE);
        publisher.publish(root + "/b", "still there", Qos.AT_LEAST_ONCE);
        awaitTexts(link, "still there");
    }

    @ParameterizedTest
    @EnumSource(Qos.class)
    void acknowledgedOneByOne_published_allComeInOrderUnmarked(Qos qos) {
        SessionProbe link = session().acknowledging();
        link.subscribe(root, Qos.EXACTLY_ONCE);
        List<Message> all = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(text(root, "m" + i, qos, false));
            expected.add("m" + i);
        }

        link().publishAll(all).join();

        await().until(() -> link.received().size() >= expected.size());
        assertThat(link.texts()).containsExactlyElementsOf(expected);
    }

    @Test
    void largeBacklog_resumed_comesAsItIsAcknowledged() {
        int messages = 3_000;
        int window = 20;
        SessionProbe link = openSession(sessionOptions(newId(), false, window));
        link.subscribe(root, Qos.AT_LEAST_ONCE);
        link.pause();
        List<Message> all = IntStream.range(0, messages)
                .mapToObj(i -> text(root, "m" + i, Qos.AT_LEAST_ONCE, false))
                .toList();
        link().publishAll(all).join();

        link.resume();

        await().until(() -> link.received().size() >= window);
        assertThat(link.received()).hasSizeLessThan(messages);
        link.acknowledging();
        await().until(() -> link.received().size() >= messages);
        assertThat(link.texts())
                .containsExactlyElementsOf(
                        IntStream.range(0, messages).mapToObj(i -> "m" + i).toList());
    }
}
