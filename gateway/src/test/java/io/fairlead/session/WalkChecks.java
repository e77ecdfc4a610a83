package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.PublishOutcome;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of every session's effects, whatever happens; each broken rule fails the walk at once. */
final class WalkChecks {

    // Commands that bear an id, by that id.
    private final Map<String, Command> asked = new HashMap<>();
    private final Map<String, Reply> answered = new HashMap<>();
    private final Map<String, Integer> lastOfChannel = new HashMap<>();

    // What the session holds and waits for.
    private final Set<Long> joins = new LinkedHashSet<>();
    private final Set<Long> requests = new LinkedHashSet<>();
    private final Map<Long, String> publishIds = new HashMap<>();
    private final Map<String, PublishOutcome> outcomes = new HashMap<>();

    private final Set<Long> durableJoins = new LinkedHashSet<>();
    private @Nullable DurableMessage undecided;

    private long lastToken;
    private boolean brokerUp;
    private boolean closed;
    private boolean registered;
    private boolean paused;
    private boolean hidden;
    private boolean welcomed;
    private @Nullable String user;

    void asked(Command command) {
        boolean isAnswered = !(command instanceof Command.Background || command instanceof Command.Foreground);
        if (command.id() != null && isAnswered) {
            asked.put(command.id().text(), command);
        }
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        assertThat(closed).as("closed once").isFalse();
        closed = true;
    }

    private void token(long token) {
        assertThat(closed).as("closed before token %s", token).isFalse();
        assertThat(token).as("tokens are never used twice").isGreaterThan(lastToken);
        lastToken = token;
    }

    void authenticate(long token) {
        token(token);
    }

    void register() {
        assertThat(registered).as("registered once").isFalse();
        registered = true;
    }

    void join(long token) {
        token(token);
        joins.add(token);
    }

    void joinDurable(long token) {
        token(token);
        durableJoins.add(token);
    }

    /** A durable message comes: it is delivered or withheld, once, unless the session is not open. */
    void toDecide(DurableMessage message) {
        undecided = message;
    }

    /** @param channel the channel it is delivered under; null where it is withheld */
    void decided(DurableMessage message, @Nullable String channel) {
        assertThat(undecided).as("decided about once").isSameAs(message);
        undecided = null;
        if (channel != null) {
            assertThat("t/" + channel).isEqualTo(message.message().topic().value());
        }
    }

    void decidedAll() {
        assertThat(undecided == null || closed || !welcomed).as("decided about").isTrue();
    }

    void leave(long token) {
        assertThat(joins.remove(token) || durableJoins.remove(token))
                .as("left what was joined: %s", token)
                .isTrue();
    }

    void refused(long token) {
        joins.remove(token);
        durableJoins.remove(token);
    }

    boolean holds(long token) {
        return joins.contains(token) || durableJoins.contains(token);
    }

    void publish(Effect.Publish effect) {
        token(effect.token());
        String mark = effect.message().properties().get(0).value();
        CommandId id = CommandId.ofMark(mark.substring(mark.lastIndexOf(':') + 1));
        publishIds.put(effect.token(), id.text());
    }

    void request(Effect.Request effect) {
        token(effect.token());
        requests.add(effect.token());
    }

    void forget(long token) {
        assertThat(requests.remove(token))
                .as("given up what was asked: %s", token)
                .isTrue();
    }

    boolean waitsFor(long token) {
        return requests.contains(token);
    }

    /** The answer is about to come. */
    void response(long token) {
        requests.remove(token);
    }

    void outcome(long token, PublishOutcome outcome) {
        outcomes.put(publishIds.getOrDefault(token, ""), outcome);
    }

    boolean isPaused() {
        return paused && !closed;
    }

    void enter(String name) {
        assertThat(user).as("shares with its user once").isNull();
        user = name;
    }

    void leaveUser(String name) {
        assertThat(user).as("leaves the user that it shared with").isEqualTo(name);
        user = null;
    }

    void reading(boolean pauses) {
        assertThat(pauses)
                .as("reading is stopped when it goes on, and goes on when it is stopped")
                .isNotEqualTo(paused);
        assertThat(closed).as("nothing about reading after the close").isFalse();
        paused = pauses;
    }

    void limited() {
        assertThat(closed).as("nothing is counted after the close").isFalse();
    }

    void background(boolean hides) {
        assertThat(hides).as("told only what is new").isNotEqualTo(hidden);
        hidden = hides;
    }

    void brokerIs(boolean up) {
        brokerUp = up;
    }

    void reply(Reply reply) {
        assertThat(closed).as("nothing is sent after the close: %s", reply).isFalse();
        if (reply instanceof Reply.Notice.BrokerUp || reply instanceof Reply.Notice.BrokerDown) {
            assertThat(reply instanceof Reply.Notice.BrokerUp).isEqualTo(brokerUp);
        }
        if (reply instanceof Reply.Welcome) {
            assertThat(registered).as("registered before welcome").isTrue();
            welcomed = true;
        }
        CommandId id = id(reply);
        if (id != null) {
            answer(id.text(), reply);
        }
    }

    private void answer(String id, Reply reply) {
        assertThat(asked).as("an answer to what was asked: %s", reply).containsKey(id);
        assertThat(answered.put(id, reply)).as("answered once: %s", reply).isNull();
        if (reply instanceof Reply.Published) {
            assertThat(outcomes.get(id))
                    .as("published by an outcome")
                    .isInstanceOfAny(PublishOutcome.Accepted.class, PublishOutcome.Written.class);
        }
        inOrder(asked.get(id), Integer.parseInt(id), reply);
    }

    /** Commands about one channel's subscription are answered in order, but for those that found no room to wait. */
    private void inOrder(@Nullable Command command, int id, Reply reply) {
        String channel = channel(command);
        boolean hadNoRoom = reply instanceof Reply.Failed failed && failed.reason() == Reason.RATE_LIMITED;
        if (channel != null && !hadNoRoom) {
            Integer last = lastOfChannel.put(channel, id);
            assertThat(last == null || last < id)
                    .as("%s in order: %s after %s", channel, id, last)
                    .isTrue();
        }
    }

    private static @Nullable String channel(@Nullable Command command) {
        if (command instanceof Command.Subscribe subscribe) {
            return subscribe.channel();
        }
        return command instanceof Command.Unsubscribe unsubscribe ? unsubscribe.channel() : null;
    }

    private static @Nullable CommandId id(Reply reply) {
        if (reply instanceof Reply.Welcome welcome) {
            return welcome.id();
        }
        if (reply instanceof Reply.Subscribed subscribed) {
            return subscribed.id();
        }
        if (reply instanceof Reply.Unsubscribed unsubscribed) {
            return unsubscribed.id();
        }
        if (reply instanceof Reply.Published published) {
            return published.id();
        }
        if (reply instanceof Reply.Response response) {
            return response.id();
        }
        if (reply instanceof Reply.Authenticated authenticated) {
            return authenticated.id();
        }
        if (reply instanceof Reply.Pong pong) {
            return pong.id();
        }
        return reply instanceof Reply.Failed failed ? failed.id() : null;
    }

    /** Everything was answered that waited for an outcome. */
    void atRest() {
        if (!closed) {
            assertThat(paused)
                    .as("reading is stopped though nothing is in flight")
                    .isFalse();
            assertThat(answered.keySet())
                    .as("each command with an id is answered")
                    .isEqualTo(asked.keySet());
        }
    }

    /** The connection is gone. */
    void atEnd() {
        assertThat(joins).as("every join is left or refused").isEmpty();
        assertThat(user).as("shares in nothing any more").isNull();
        assertThat(requests).as("every request is answered or given up").isEmpty();
    }
}
