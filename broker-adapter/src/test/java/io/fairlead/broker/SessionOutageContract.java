package io.fairlead.broker;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The part of {@link SessionLinkContract} about connections that end and sessions that outlive them. */
abstract class SessionOutageContract extends BrokerHarness {

    protected static String newId() {
        return "s-" + UUID.randomUUID();
    }

    /** A session link with a client id of its own, that is up. */
    protected SessionProbe session() {
        return session(newId());
    }

    /** A session link that takes up whatever session the id has, and is up. */
    protected SessionProbe session(String clientId) {
        return openSession(sessionOptions(clientId, false, LinkOptions.MAX_RECEIVE_MAXIMUM));
    }

    protected LinkOptions sessionOptions(String clientId, boolean fresh, int window) {
        return new LinkOptions(clientId, fresh, SESSION, window, false, newLoop());
    }

    protected static void awaitTexts(SessionProbe probe, String... texts) {
        await().untilAsserted(() -> assertThat(probe.texts()).hasSizeGreaterThanOrEqualTo(texts.length));
        assertThat(probe.texts()).containsExactly(texts);
    }

    /** Publishes to a link that is away: what comes together there was sent together, by every broker. */
    private void publishWhileAway(SessionProbe away, Qos qos, String... texts) {
        away.pause();
        List<Message> messages = List.of(texts).stream()
                .map(text -> text(root, text, qos, false))
                .toList();
        assertThat(link().publishAll(messages).join()).allSatisfy(BrokerHarness::assertAccepted);
        away.resume();
    }

    private static int idOf(SessionProbe probe, int index) {
        return probe.received().get(index).packetId();
    }

    @Test
    void paused_published_comesWhenResumed() {
        SessionProbe link = session();
        link.subscribe(root, Qos.AT_LEAST_ONCE);

        publishWhileAway(link, Qos.AT_LEAST_ONCE, "1", "2", "3");

        awaitTexts(link, "1", "2", "3");
        assertThat(link.ups()).hasSize(2);
        assertThat(link.ups().get(1).sessionPresent()).isTrue();
        assertThat(link.downs()).isEmpty();
    }

    @Test
    void paused_asked_answersAtOnceAndStaysAway() {
        SessionProbe link = session();
        link.pause();

        assertThat(link.isUp()).isFalse();
        assertThat(link.subscribe(root, Qos.AT_LEAST_ONCE)).isInstanceOf(SubscribeOutcome.LinkDown.class);
        assertThat(link.unsubscribe(root)).isFalse();
        assertThat(link.ups()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Qos.class,
            names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void unacknowledged_resumed_comesAgainInOrderBeforeNewer(Qos qos) {
        SessionProbe link = session();
        link.subscribe(root, Qos.EXACTLY_ONCE);
        publishWhileAway(link, qos, "1", "2", "3");
        awaitTexts(link, "1", "2", "3");
        link.acknowledge(0);
        link.pause();
        link.acknowledging();

        publishWhileAway(link, qos, "newer");

        awaitTexts(link, "1", "2", "3", "2 again", "3 again", "newer");
        assertThat(idOf(link, 3)).isEqualTo(idOf(link, 1));
        assertThat(idOf(link, 4)).isEqualTo(idOf(link, 2));
    }

    @ParameterizedTest
    @EnumSource(
            value = Qos.class,
            names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void unacknowledged_connectionCut_comesAgainByItsId(Qos qos) {
        SessionProbe link = session();
        link.subscribe(root, Qos.EXACTLY_ONCE);
        publishWhileAway(link, qos, "1", "2");
        awaitTexts(link, "1", "2");

        cutConnections();

        await().until(() -> link.ups().size() == 3);
        awaitTexts(link, "1", "2", "1 again", "2 again");
        assertThat(link.ups().get(2).sessionPresent()).isTrue();
        assertThat(link.downs().get(0).wasUp()).isTrue();
        assertThat(link.downs().get(0).why()).isNotBlank();
        assertThat(idOf(link, 2)).isEqualTo(idOf(link, 0));
        assertThat(idOf(link, 3)).isEqualTo(idOf(link, 1));
    }

    @Test
    void allAcknowledged_resumed_comesNoMore() {
        SessionProbe link = session().acknowledging();
        link.subscribe(root, Qos.EXACTLY_ONCE);
        publishWhileAway(link, Qos.EXACTLY_ONCE, "1", "2");
        awaitTexts(link, "1", "2");

        publishWhileAway(link, Qos.EXACTLY_ONCE, "3");

        awaitTexts(link, "1", "2", "3");
    }

    @Test
    void anotherLinkWithTheId_opened_takesTheSessionOver() {
        String id = newId();
        SessionProbe older = session(id).pausingWhenDown();
        older.subscribe(root, Qos.AT_LEAST_ONCE);
        publishWhileAway(older, Qos.AT_LEAST_ONCE, "1", "2");
        awaitTexts(older, "1", "2");
        older.acknowledge(0);
        older.subscribe(root + "/marker", Qos.AT_LEAST_ONCE);

        SessionProbe newer = session(id).acknowledging();

        await().until(() -> older.downs().size() == 1);
        assertThat(older.downs().get(0).wasUp()).isTrue();
        assertThat(older.isUp()).isFalse();
        assertThat(newer.ups().get(0).sessionPresent()).isTrue();
        link().publish(root, "3", Qos.AT_LEAST_ONCE);
        awaitTexts(newer, "2 again", "3");
        assertThat(newer.received().get(0).packetId()).isEqualTo(idOf(older, 1));
        assertThat(newer.downs()).isEmpty();
    }

    @Test
    void linkClosed_sessionKept_nextLinkGetsWhatCame() {
        String id = newId();
        SessionProbe first = session(id);
        first.subscribe(root, Qos.AT_LEAST_ONCE);

        first.close(true);

        link().publish(root, "meanwhile", Qos.AT_LEAST_ONCE);
        SessionProbe second = session(id);
        assertThat(second.ups().get(0).sessionPresent()).isTrue();
        awaitTexts(second, "meanwhile");
        assertThat(first.downs()).isEmpty();
    }

    @Test
    void linkClosed_sessionEnded_nextLinkStartsAfresh() {
        String id = newId();
        SessionProbe first = session(id);
        first.subscribe(root, Qos.AT_LEAST_ONCE);

        first.close(false);

        assertThat(session(id).ups().get(0).sessionPresent()).isFalse();
    }

    @Test
    void pausedLinkClosed_sessionEnded_nextLinkStartsAfresh() {
        String id = newId();
        SessionProbe first = session(id);
        first.subscribe(root, Qos.AT_LEAST_ONCE);
        first.pause();

        first.close(false);

        assertThat(session(id).ups().get(0).sessionPresent()).isFalse();
    }

    @Test
    void olderLinkClosed_sessionTakenOverAndKept_newerGoesOn() {
        String id = newId();
        SessionProbe older = session(id).pausingWhenDown();
        SessionProbe newer = session(id).acknowledging();
        newer.subscribe(root, Qos.AT_LEAST_ONCE);
        await().until(() -> !older.downs().isEmpty());

        older.close(true);

        link().publish(root, "heard", Qos.AT_LEAST_ONCE);
        awaitTexts(newer, "heard");
        assertThat(newer.downs()).isEmpty();
    }

    @Test
    void olderLinkClosed_sessionTakenOverAndEnded_newerLosesIt() {
        String id = newId();
        SessionProbe older = session(id).pausingWhenDown();
        SessionProbe newer = session(id);
        await().until(() -> !older.downs().isEmpty());

        older.close(false);

        await().until(() -> !newer.downs().isEmpty());
    }

    @Test
    void freshLink_sessionOfSameIdExists_forgetsIt() {
        String id = newId();
        SessionProbe first = session(id);
        first.subscribe(root, Qos.AT_LEAST_ONCE);
        first.close(true);

        SessionProbe second = openSession(sessionOptions(id, true, 10)).acknowledging();

        assertThat(second.ups().get(0).sessionPresent()).isFalse();
        second.subscribe(root + "/marker", Qos.AT_LEAST_ONCE);
        LinkProbe publisher = link();
        publisher.publish(root, "to nobody", Qos.AT_LEAST_ONCE);
        publisher.publish(root + "/marker", "marker", Qos.AT_LEAST_ONCE);
        awaitTexts(second, "marker");
        second.pause();
        second.resume();
        await().until(() -> second.ups().size() == 2);
        assertThat(second.ups().get(1).sessionPresent()).isTrue();
    }

    @Test
    void linkWithoutSession_cut_startsAfresh() {
        SessionProbe link = openSession(new LinkOptions(newId(), true, Duration.ZERO, 10, false, newLoop()));
        link.subscribe(root, Qos.AT_LEAST_ONCE);

        cutConnections();

        await().until(() -> link.ups().size() == 2);
        assertThat(link.ups().get(1).sessionPresent()).isFalse();
    }

    @Test
    void brokerRestartedWithoutSessions_linkUpAgain_isToldAndHasNoFilters() {
        SessionProbe link = session().acknowledging();
        link.subscribe(root, Qos.AT_LEAST_ONCE);
        stopBroker();
        await().until(() -> !link.downs().isEmpty());
        assertThat(link.isUp()).isFalse();
        assertThat(link.subscribe(root, Qos.AT_LEAST_ONCE)).isInstanceOf(SubscribeOutcome.LinkDown.class);

        startBroker();

        await().until(() -> link.ups().size() == 2);
        assertThat(link.ups().get(1).sessionPresent()).isFalse();
        LinkProbe publisher = link();
        publisher.publish(root, "to nobody", Qos.AT_LEAST_ONCE);
        link.subscribe(root, Qos.AT_LEAST_ONCE);
        publisher.publish(root, "heard", Qos.AT_LEAST_ONCE);
        awaitTexts(link, "heard");
    }
}
