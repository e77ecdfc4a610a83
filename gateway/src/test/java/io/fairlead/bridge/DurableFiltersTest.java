package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.SessionLink;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.session.Effect;
import io.fairlead.session.Reason;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The filters of a durable session while its link comes and goes, packet by packet. */
class DurableFiltersTest {

    private final Scene scene = new Scene();
    private final DurableFilters filters = new DurableFilters(scene, 10);
    private long tokens;

    private void join(String channel) {
        filters.join(new DurableJoin(
                new Effect.JoinDurable(++tokens, PlainGrant.of(channel), RetainedMode.ALL, null, -1), false));
    }

    private void leave(String channel) {
        filters.leave(tokens, new TopicFilter(channel));
    }

    @Test
    void unsubscribeAndSubscribeUnanswered_linkLost_afterItsReturnTheFilterIsSubscribedLast() {
        scene.connected = true;
        join("durable/a");
        scene.answer();
        leave("durable/a");
        join("durable/a");

        scene.loseLink();
        scene.connect(filters);

        assertThat(scene.sent).containsExactly("subscribe durable/a replay");
    }

    @Test
    void narrowerFilter_owedAnUnsubscribe_isNotUnsubscribedOnceItServesItself() {
        scene.connected = true;
        join("durable/a/x");
        scene.answer();
        join("durable/a/#");
        scene.answer();
        scene.loseLink();
        scene.away = true;

        leave("durable/a/#");
        scene.connect(filters);

        assertThat(scene.sent).containsExactly("subscribe durable/a/x replay", "unsubscribe durable/a/#");
    }

    @Test
    void unsubscribedWhileTheLinkIsDown_isUnsubscribedWhenItReturns() {
        scene.connected = true;
        join("durable/a");
        scene.answer();
        scene.loseLink();
        scene.away = true;

        leave("durable/a");
        scene.connect(filters);

        assertThat(scene.sent).containsExactly("unsubscribe durable/a");
    }

    @Test
    void joinedWhileTheLinkIsDown_whatIsRetained_isReplayedWhenItReturns_once() {
        scene.connected = true;
        join("durable/a");
        scene.answer();
        filters.detached();
        scene.loseLink();
        scene.away = true;

        join("durable/a");
        scene.connect(filters);
        assertThat(scene.sent).containsExactly("subscribe durable/a replay");
        scene.answer();
        scene.loseLink();
        scene.connect(filters);

        assertThat(scene.sent).isEmpty();
    }

    @Test
    void replayAskedFor_linkLostBeforeTheAnswer_isAskedForAgain() {
        scene.connected = true;
        join("durable/a");
        scene.answer();
        filters.detached();
        join("durable/a");

        scene.loseLink();
        scene.connect(filters);

        assertThat(scene.sent).containsExactly("subscribe durable/a replay");
    }

    /** A host whose link keeps what it was asked, until it is answered or lost. */
    private static final class Scene implements DurableFilters.Host, SessionLink {

        private final List<String> sent = new ArrayList<>();
        private final List<Runnable> answers = new ArrayList<>();
        private final List<Runnable> losses = new ArrayList<>();
        private boolean connected;
        private boolean away;

        /** The broker answers what it was asked so far. */
        void answer() {
            List<Runnable> all = List.copyOf(answers);
            answers.clear();
            losses.clear();
            all.forEach(Runnable::run);
            sent.clear();
        }

        /** The link goes down, with all that waits for an answer. */
        void loseLink() {
            connected = false;
            List<Runnable> all = List.copyOf(losses);
            answers.clear();
            losses.clear();
            all.forEach(Runnable::run);
            sent.clear();
        }

        /** The link is up again, and the session was kept. */
        void connect(DurableFilters filters) {
            connected = true;
            away = false;
            filters.onUp(true, false);
        }

        @Override
        public void subscribe(List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcome) {
            subscriptions.forEach(
                    one -> sent.add("subscribe " + one.filter() + (one.replayRetained() ? " replay" : "")));
            answers.add(() -> outcome.accept(subscriptions.stream()
                    .map(one -> (SubscribeOutcome) new SubscribeOutcome.Granted(Qos.AT_LEAST_ONCE))
                    .toList()));
            losses.add(() -> outcome.accept(subscriptions.stream()
                    .map(one -> (SubscribeOutcome) new SubscribeOutcome.LinkDown())
                    .toList()));
        }

        @Override
        public void unsubscribe(List<TopicFilter> left, Consumer<Boolean> done) {
            left.forEach(one -> sent.add("unsubscribe " + one));
            answers.add(() -> done.accept(true));
            losses.add(() -> done.accept(false));
        }

        @Override
        public @Nullable SessionLink connection() {
            return connected ? this : null;
        }

        @Override
        public boolean isAway() {
            return away;
        }

        @Override
        public boolean isPaused() {
            return false;
        }

        @Override
        public boolean wantsReplay(DurableJoin join) {
            return true;
        }

        @Override
        public void joined(DurableJoin join, boolean pending) {
            join.told = true;
        }

        @Override
        public void refused(DurableJoin join, Reason reason, String why, int mqttReason) {
            throw new AssertionError(why);
        }

        @Override
        public boolean isUp() {
            return connected;
        }

        @Override
        public void acknowledge(int packetId) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void close(boolean keepSession, Runnable done) {
            done.run();
        }
    }
}
