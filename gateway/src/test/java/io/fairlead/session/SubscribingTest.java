package io.fairlead.session;

import static io.fairlead.session.Commands.subscribe;
import static io.fairlead.session.Commands.unsubscribe;
import static io.fairlead.session.SessionTester.alice;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscribingTest {

    private final SessionTester tester = SessionTester.opened(alice());

    @Test
    void open_subscribe_joins() {
        tester.on(new Command.Subscribe(null, "open/a", "e1", 41, -1, 0, RetainedMode.NEW));
        assertThat(tester.take()).containsExactly("+ 2 open/a NEW epoch=e1 pos=41");
    }

    @Test
    void joining_joined_isToldAlsoWithoutId() {
        tester.on(subscribe(null, "open/a"));
        tester.take();
        tester.joined();
        assertThat(tester.take()).containsExactly("< subscribed open/a epoch=e1 pos=7");
    }

    @Test
    void joining_joinedWhileTheBrokerIsAway_saysPending() {
        tester.on(subscribe("1", "open/a"));
        tester.take();
        tester.session.onJoined(tester.lastJoin(), new Joined("e1", 0, true, false, 3), tester.now);
        assertThat(tester.take())
                .containsExactly("< subscribed #1 open/a epoch=e1 pos=0 pending recovered=false missed=3");
    }

    @Test
    void joining_refused_isAnErrorWithTheBrokersReason() {
        tester.on(subscribe("1", "open/a"));
        tester.take();
        tester.joinRefused(tester.lastJoin());
        assertThat(tester.take()).containsExactly("< error #1 broker_refused mqtt=135");
    }

    @Test
    void refused_subscribeAgain_joinsAgain() {
        tester.on(subscribe("1", "open/a"));
        tester.joinRefused(tester.lastJoin());
        tester.take();
        tester.on(subscribe("2", "open/a"));
        assertThat(tester.take()).containsExactly("+ 3 open/a ALL");
    }

    @ParameterizedTest
    @CsvSource({"a//b,bad_channel", "nowhere,no_route", "member/a,forbidden"})
    void open_subscribeThatMayNotBe_isAnError(String channel, String code) {
        tester.on(subscribe("1", channel));
        assertThat(tester.take()).containsExactly("< error #1 " + code);
    }

    @ParameterizedTest
    @CsvSource({"open/a,0,0", "open/a,5,5", "open/3/a,0,3", "open/3/a,2,2", "open/3/a,5,3"})
    void open_subscribeWithMaxRate_isJoinedAtTheLowerOfItsAndTheRoutes(String channel, double own, double lower) {
        tester.on(new Command.Subscribe(Commands.id("1"), channel, null, -1, -1, own, RetainedMode.ALL));
        assertThat(tester.last(Effect.JoinLive.class).maxRate()).isEqualTo(lower);
    }

    @Test
    void open_oneSubscriptionTooMany_isAnErrorUntilOneEnds() {
        IntStream.range(0, 3).forEach(i -> tester.on(subscribe(null, "open/" + i)));
        tester.joined();
        tester.take();
        tester.on(subscribe("1", "open/3"));
        tester.on(unsubscribe(null, "open/2"));
        tester.on(subscribe("2", "open/3"));
        assertThat(tester.take()).containsExactly("< error #1 too_many_subscriptions", "- 4", "+ 5 open/3 ALL");
    }

    @Test
    void subscribed_subscribeAgain_replacesWithoutGap() {
        subscribedTo("open/a");
        tester.on(new Command.Subscribe(Commands.id("2"), "open/a", null, -1, -1, 0, RetainedMode.NONE));
        assertThat(tester.take()).containsExactly("+ 3 open/a NONE");
        tester.joined();
        assertThat(tester.take()).containsExactly("< subscribed #2 open/a epoch=e1 pos=7", "- 2");
    }

    @Test
    void subscribed_replacementRefused_keepsTheFirst() {
        subscribedTo("open/a");
        tester.on(subscribe("2", "open/a"));
        tester.joinRefused(tester.lastJoin());
        tester.take();
        tester.on(unsubscribe("3", "open/a"));
        assertThat(tester.take()).containsExactly("- 2", "< unsubscribed #3 open/a");
    }

    @Test
    void subscribed_atTheLimit_mayStillBeReplaced() {
        IntStream.range(0, 3).forEach(i -> subscribedTo("open/" + i));
        tester.on(subscribe("9", "open/1"));
        assertThat(tester.take()).containsExactly("+ 5 open/1 ALL");
    }

    @Test
    void joining_furtherCommandsOfTheChannel_waitInOrder() {
        tester.on(subscribe("1", "open/a"));
        tester.on(unsubscribe("2", "open/a"));
        tester.on(subscribe("3", "open/a"));
        tester.on(unsubscribe("4", "open/a"));
        assertThat(tester.take()).containsExactly("+ 2 open/a ALL");
        tester.joined();
        assertThat(tester.take())
                .containsExactly(
                        "< subscribed #1 open/a epoch=e1 pos=7", "- 2", "< unsubscribed #2 open/a", "+ 3 open/a ALL");
        tester.joined();
        assertThat(tester.take())
                .containsExactly("< subscribed #3 open/a epoch=e1 pos=7", "- 3", "< unsubscribed #4 open/a");
    }

    @Test
    void joining_refusedWithCommandsWaiting_answersThoseToo() {
        tester.on(subscribe("1", "open/a"));
        tester.on(unsubscribe("2", "open/a"));
        tester.take();
        tester.joinRefused(tester.lastJoin());
        assertThat(tester.take()).containsExactly("< error #1 broker_refused mqtt=135", "< unsubscribed #2 open/a");
    }

    @Test
    void joining_tooManyCommandsOfTheChannel_refusesThose() {
        tester.on(subscribe("1", "open/a"));
        IntStream.range(0, 8).forEach(i -> tester.on(unsubscribe(null, "open/a")));
        tester.take();
        tester.on(unsubscribe("over", "open/a"));
        assertThat(tester.take()).containsExactly("< error #over rate_limited");
    }

    @Test
    void joining_commandsOfOtherChannels_doNotWait() {
        tester.on(subscribe("1", "open/a"));
        tester.on(subscribe("2", "open/b"));
        assertThat(tester.take()).containsExactly("+ 2 open/a ALL", "+ 3 open/b ALL");
    }

    @Test
    void open_unsubscribeOfUnknownChannel_isAnsweredAllTheSame() {
        tester.on(unsubscribe("1", "open/never"));
        assertThat(tester.take()).containsExactly("< unsubscribed #1 open/never");
    }

    @Test
    void subscribed_unsubscribeWithoutId_isNotAnswered() {
        subscribedTo("open/a");
        tester.on(unsubscribe(null, "open/a"));
        assertThat(tester.take()).containsExactly("- 2");
    }

    @Test
    void pending_refusedWhenTheBrokerReturns_ends() {
        subscribedTo("open/a");
        tester.joinRefused(2);
        tester.on(unsubscribe("2", "open/a"));
        assertThat(tester.take()).containsExactly("< unsubscribed open/a broker_refused", "< unsubscribed #2 open/a");
    }

    @Test
    void subscribed_gap_isTold() {
        subscribedTo("open/a");
        tester.session.onGap(2, "e2", 0, false, tester.now);
        assertThat(tester.take()).containsExactly("< notice gap open/a epoch=e2 pos=0");
    }

    @Test
    void left_gapOrJoined_isIgnored() {
        subscribedTo("open/a");
        tester.on(unsubscribe(null, "open/a"));
        tester.take();
        tester.session.onGap(2, "e2", 0, false, tester.now);
        tester.session.onJoined(2, new Joined("e2", 0, false, null, -1), tester.now);
        assertThat(tester.take()).isEmpty();
    }

    @Test
    void open_connectionGone_leavesWhatIsJoinedAndJoining() {
        subscribedTo("open/a");
        tester.on(subscribe("2", "open/b"));
        tester.take();
        tester.session.onClosed(tester.now);
        assertThat(tester.take()).containsExactlyInAnyOrder("- 2", "- 3");
    }

    private void subscribedTo(String channel) {
        tester.on(subscribe(null, channel));
        tester.joined();
        tester.take();
    }
}
