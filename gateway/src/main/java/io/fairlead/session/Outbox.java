package io.fairlead.session;

import io.fairlead.topicmap.SubscribeGrant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session's only way out. It gives effects their tokens and lets nothing but leaving through once the session closes. */
final class Outbox {

    private static final int NO_MQTT_REASON = -1;

    private final Consumer<Effect> effects;
    private long lastToken;
    private boolean closed;
    private int refused;

    Outbox(Consumer<Effect> effects) {
        this.effects = effects;
    }

    /** A token no effect of this session bore before. */
    long nextToken() {
        return ++lastToken;
    }

    /** Whether the connection is being closed or gone. */
    boolean isClosed() {
        return closed;
    }

    /** Has an effect carried out, unless the session closes. */
    void run(Effect effect) {
        if (!closed) {
            effects.accept(effect);
        }
    }

    void send(Reply reply) {
        run(new Effect.Send(reply));
    }

    void fail(@Nullable CommandId id, Reason reason, String why) {
        fail(id, reason, why, NO_MQTT_REASON);
    }

    /** @param mqttReason the broker's reason code; negative if it gave none */
    void fail(@Nullable CommandId id, Reason reason, String why, int mqttReason) {
        send(new Reply.Failed(id, reason, why, Refusal.NO_TIME, mqttReason));
    }

    void fail(@Nullable CommandId id, Refusal refusal) {
        countRefused(refusal);
        send(new Reply.Failed(id, refusal.reason(), refusal.why(), refusal.retryAfterMillis(), NO_MQTT_REASON));
    }

    /** Takes note of what a limit has refused, whether or not the client is told. */
    void countRefused(Refusal refusal) {
        Limit limit = refusal.limit();
        if (limit != null) {
            refused++;
            limited(limit);
        }
    }

    /** A limit has refused or slowed something. */
    void limited(Limit limit) {
        run(new Effect.Limited(limit));
    }

    /** How much limits have refused since this was asked last. */
    int takeRefused() {
        int many = refused;
        refused = 0;
        return many;
    }

    /** Ends a live subscription. Goes out always: what a session holds, it gives back. */
    void leave(long token) {
        effects.accept(new Effect.LeaveLive(token));
    }

    /** Gives up a request. Goes out always, too. */
    void forget(long token) {
        effects.accept(new Effect.ForgetRequest(token));
    }

    /** Ends a durable subscription at the broker. It goes out always, like {@link #leave}. */
    void leaveDurable(long token, SubscribeGrant grant) {
        effects.accept(new Effect.LeaveDurable(token, grant));
    }

    /** Closes the connection, once. */
    void close(Reason reason, String why) {
        close(reason, why, Refusal.NO_TIME);
    }

    /** Closes the connection, once; {@code retryAfterMillis} says when the client may come back. */
    void close(Reason reason, String why, long retryAfterMillis) {
        if (!closed) {
            closed = true;
            effects.accept(new Effect.Close(reason, why, retryAfterMillis));
        }
    }

    /** The connection is gone by itself. */
    void gone() {
        closed = true;
    }
}
