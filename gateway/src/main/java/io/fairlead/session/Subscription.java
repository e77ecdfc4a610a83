package io.fairlead.session;

import io.fairlead.topicmap.SubscribeGrant;
import java.util.List;
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

    // What is in force.
    private long inForce = NONE;

    // While joining.
    private long joining = NONE;
    private @Nullable CommandId joiningId;
    private @Nullable Backlog waiting;

    private SubscribeGrant grant;

    Subscription(String channel, SubscribeGrant grant) {
        this.channel = channel;
        this.grant = grant;
    }

    String channel() {
        return channel;
    }

    /** The right it was last joined by. */
    SubscribeGrant grant() {
        return grant;
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

    void join(long token, SubscribeGrant newGrant, @Nullable CommandId id) {
        joining = token;
        joiningId = id;
        grant = newGrant;
    }

    /** The join was answered well: it is in force. Returns the token of the one it replaces; 0 if none. */
    long confirm() {
        long replaced = inForce;
        inForce = joining;
        abandon();
        return replaced;
    }

    /** What was in force is so no more. */
    void lapse() {
        inForce = NONE;
    }

    /** The join came to nothing. */
    void abandon() {
        joining = NONE;
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
