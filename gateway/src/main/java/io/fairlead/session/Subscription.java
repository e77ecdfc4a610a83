package io.fairlead.session;

import io.fairlead.topic.Qos;
import io.fairlead.topicmap.LiveKey;
import io.fairlead.topicmap.SubscribeGrant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of a session. It is joining, in force, or both: then a second {@code subscribe} is about to replace the
 * one in force.
 */
final class Subscription {

    private static final long NONE = 0;
    private static final int MAX_WAITING = 8;

    // As long as the subscription.
    private final String channel;

    // As long as a join is in force.
    private long inForce = NONE;
    private @Nullable SubscribeGrant grantInForce;
    private RetainedMode retainedInForce = RetainedMode.ALL;
    private SubscribeTerms terms = SubscribeTerms.OF_ROUTE;

    // While joining.
    private long joining = NONE;
    private @Nullable SubscribeGrant joiningGrant;
    private @Nullable CommandId joiningId;
    private RetainedMode joiningRetained = RetainedMode.ALL;
    private SubscribeTerms joiningTerms = SubscribeTerms.OF_ROUTE;
    private @Nullable Backlog waiting;

    Subscription(String channel) {
        this.channel = channel;
    }

    String channel() {
        return channel;
    }

    /** Whether everything it is joined or joining by is still the same live channel. */
    boolean isOf(LiveKey key) {
        return (joiningGrant == null || joiningGrant.key().equals(key))
                && (grantInForce == null || grantInForce.key().equals(key));
    }

    boolean isJoining() {
        return joining != NONE;
    }

    boolean isInForce() {
        return inForce != NONE;
    }

    boolean isInForce(long token) {
        return inForce == token;
    }

    /** The token of the join that is in force; 0 if none is. */
    long inForce() {
        return inForce;
    }

    /** The token of the join that is not answered; 0 if there is none. */
    long joining() {
        return joining;
    }

    /** The id of the command that is not answered; null if it had none. */
    @Nullable
    CommandId joiningId() {
        return joiningId;
    }

    /** What it is being joined by; null if it is not. */
    @Nullable
    SubscribeGrant joiningGrant() {
        return joiningGrant;
    }

    /** What it is in force by; null if it is not. */
    @Nullable
    SubscribeGrant grantInForce() {
        return grantInForce;
    }

    /** Which retained messages the subscription in force wants. */
    RetainedMode retained() {
        return retainedInForce;
    }

    /** The QoS of the subscription in force. */
    Qos qos() {
        return terms.atMost(Objects.requireNonNull(grantInForce, "is in force").qos());
    }

    void join(long token, SubscribeGrant grant, Command.Subscribe command) {
        joining = token;
        joiningGrant = grant;
        joiningId = command.id();
        joiningRetained = command.retained();
        joiningTerms = command.terms();
    }

    /** The join was answered well: it is in force. Returns the token of the one it replaces; 0 if none. */
    long confirm() {
        long replaced = inForce;
        inForce = joining;
        grantInForce = joiningGrant;
        retainedInForce = joiningRetained;
        terms = joiningTerms;
        abandon();
        return replaced;
    }

    /** What was in force is so no more. */
    void lapse() {
        inForce = NONE;
        grantInForce = null;
    }

    /** The join came to nothing. */
    void abandon() {
        joining = NONE;
        joiningGrant = null;
        joiningId = null;
    }

    /** @throws Refusal if too many commands wait for the join already */
    void addWaiting(Command command) {
        if (waiting == null) {
            waiting = new Backlog(MAX_WAITING, 0);
        }
        waiting.add(command, "the subscription to " + channel);
    }

    /** The commands that waited for the join, in their order; they wait no more. */
    List<Command> takeWaiting() {
        List<Command> taken = waiting == null ? List.of() : waiting.commands();
        waiting = null;
        return taken;
    }
}
