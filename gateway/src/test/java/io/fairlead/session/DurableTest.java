package io.fairlead.session;

import static io.fairlead.session.Commands.auth;
import static io.fairlead.session.Commands.subscribe;
import static io.fairlead.session.Commands.unsubscribe;
import static io.fairlead.session.SessionTester.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topic.UserProperty;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DurableTest {

    private final SessionTester tester = SessionTester.opened(alice("member"));

    private void subscribed(String channel) {
        tester.on(subscribe(null, channel));
        tester.durableJoined();
        tester.take();
    }

    private static Message message(String topic, boolean retain, UserProperty... properties) {
        return new Message(
                new TopicName(topic),
                new byte[0],
                Qos.AT_LEAST_ONCE,
                retain,
                Message.NO_EXPIRY,
                null,
                null,
                null,
                List.of(properties));
    }

    @Test
    void open_subscribeToADurableRoute_joinsInTheClientsOwnSession() {
        tester.on(new Command.Subscribe(null, "durable/a", "d0", -1, 17, 0, RetainedMode.NEW));
        assertThat(tester.take()).containsExactly("+d 2 durable/a NEW epoch=d0 ack=17");
        tester.durableJoined();
        assertThat(tester.take()).containsExactly("< subscribed durable/a epoch=d1 recovered=true");
    }

    @Test
    void joining_refused_isAnError() {
        tester.on(subscribe("1", "durable/a"));
        tester.take();
        tester.joinRefused(2);
        tester.on(subscribe("2", "durable/a"));
        assertThat(tester.take()).containsExactly("< error #1 broker_refused mqtt=135", "+d 3 durable/a ALL");
    }

    @Test
    void subscribed_subscribedAgain_leavesTheFirstTokenAfterTheSecondIsInForce() {
        subscribed("durable/a");
        tester.on(subscribe("2", "durable/a"));
        tester.durableJoined();
        assertThat(tester.take())
                .containsExactly(
                        "+d 3 durable/a ALL", "< subscribed #2 durable/a epoch=d1 recovered=true", "-d 2 durable/a");
        tester.durable(1, "t/durable/a");
        assertThat(tester.take()).containsExactly("m 1 durable/a");
    }

    @Test
    void subscribed_unsubscribed_leavesAtTheBroker() {
        subscribed("durable/a");
        tester.on(unsubscribe("u", "durable/a"));
        assertThat(tester.take()).containsExactly("-d 2 durable/a", "< unsubscribed #u durable/a");
    }

    @Test
    void unsubscribe_channelOfAnEarlierConnection_leavesAtTheBroker() {
        tester.on(unsubscribe("u", "durable/old"));
        assertThat(tester.take()).containsExactly("-d 0 durable/old", "< unsubscribed #u durable/old");
    }

    @Test
    void subscribed_connectionGone_leavesNothing() {
        subscribed("durable/a");
        tester.on(subscribe(null, "open/a"));
        tester.take();
        tester.session.onClosed(tester.now);
        assertThat(tester.take()).containsExactly("- 3");
    }

    @Test
    void message_ofANamedSubscription_isDelivered() {
        subscribed("durable/a");
        tester.durable(1, "t/durable/a");
        assertThat(tester.take()).containsExactly("m 1 durable/a");
    }

    @Test
    void message_ofAWildcard_bearsItsOwnChannelAndTheFilter() {
        subscribed("durable/+");
        tester.durable(1, "t/durable/a");
        assertThat(tester.take()).containsExactly("m 1 durable/a filter=durable/+");
    }

    @Test
    void message_ofAnUnnamedSubscription_comesUnderTheChannelOfTheMap() {
        subscribed("durable/a");
        tester.durable(1, "t/durable/b");
        assertThat(tester.take()).containsExactly("m 1 durable/b");
    }

    @Test
    void message_ofALiveRouteOrOfNone_isWithheld() {
        subscribed("durable/a");
        tester.durable(1, "t/open/a");
        tester.durable(2, "t/nowhere");
        assertThat(tester.take()).containsExactly("w 1", "w 2");
    }

    @Test
    void message_afterUnsubscribe_isWithheld_untilSubscribedAgain() {
        subscribed("durable/a");
        tester.on(unsubscribe(null, "durable/a"));
        tester.on(unsubscribe(null, "durable/old"));
        tester.take();
        tester.durable(1, "t/durable/a");
        tester.durable(2, "t/durable/old");
        assertThat(tester.take()).containsExactly("w 1", "w 2");
        subscribed("durable/a");
        tester.durable(3, "t/durable/a");
        assertThat(tester.take()).containsExactly("m 3 durable/a");
    }

    @Test
    void manyUnsubscribed_oldestForgotten_comesAgain() {
        subscribed("durable/a");
        IntStream.range(0, 4).forEach(i -> tester.on(unsubscribe(null, "durable/" + i)));
        tester.take();
        tester.durable(1, "t/durable/0");
        tester.durable(2, "t/durable/3");
        assertThat(tester.take()).containsExactly("m 1 durable/0", "w 2");
    }

    @Test
    void rightTakenAwayByAToken_endsTheSubscription_andWithholdsWhatTheBrokerStillHas() {
        subscribed("inbox/a");
        tester.on(auth("1", "weaker"));
        tester.verified(alice());
        assertThat(tester.take())
                .containsExactly(
                        "? 3 weaker", "< authenticated #1", "-d 2 inbox/a", "< unsubscribed inbox/a forbidden");
        tester.durable(1, "t/inbox/a");
        assertThat(tester.take()).containsExactly("w 1");
    }

    @Test
    void message_whoseRightIsGone_ofAnUnnamedSubscription_isWithheld() {
        SessionTester weak = SessionTester.opened(alice());
        weak.on(subscribe(null, "durable/a"));
        weak.durableJoined();
        weak.take();
        weak.durable(1, "t/inbox/a");
        assertThat(weak.take()).containsExactly("w 1");
    }

    @Test
    void replayedMessage_whereOnlyNewOnesAreWanted_isWithheld() {
        tester.on(new Command.Subscribe(null, "durable/a", null, -1, -1, 0, RetainedMode.NEW));
        tester.durableJoined();
        subscribed("durable/b");
        tester.durable(1, message("t/durable/a", true));
        tester.durable(2, message("t/durable/b", true));
        assertThat(tester.take()).containsExactly("w 1", "m 2 durable/b");
    }

    @Test
    void ownMessage_whereOnesOwnAreLeftOut_isWithheld() {
        subscribed("durable/own");
        tester.on(Commands.publish("p", "open/x"));
        String own =
                tester.last(Effect.Publish.class).message().properties().get(0).value();
        tester.take();
        tester.durable(1, message("t/durable/own", false, new UserProperty("fairlead-id", own)));
        tester.durable(2, message("t/durable/own", false, new UserProperty("fairlead-id", "other:i:1")));
        assertThat(tester.take()).containsExactly("w 1", "m 2 durable/own");
    }

    @Test
    void ack_withADurableSubscription_isPassedOn_withoutAnAnswer() {
        tester.on(new Command.Ack(Commands.id("early"), "d1", 3));
        assertThat(tester.take()).isEmpty();
        subscribed("durable/a");
        tester.on(new Command.Ack(Commands.id("5"), "d1", 17));
        assertThat(tester.take()).containsExactly("a d1 17");
    }

    @Test
    void gap_isToldWithoutAPosition() {
        subscribed("durable/a");
        tester.session.onGap(2, "d2", -1, false, tester.now);
        assertThat(tester.take()).containsExactly("< notice gap durable/a epoch=d2");
    }
}
