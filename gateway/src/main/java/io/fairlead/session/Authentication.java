package io.fairlead.session;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who an open session's client is, until when, and the one fresh token that is being checked. */
final class Authentication {

    private static final long NEVER = Long.MAX_VALUE;

    // As long as the session.
    private final long timeoutMillis;
    private final Outbox out;

    // As long as a token.
    private Identity identity;
    private TokenLife life;

    // While a fresh token is being checked.
    private @Nullable Pending pending;

    private record Pending(long token, @Nullable CommandId id, long deadline) {}

    Authentication(Identity identity, long timeoutMillis, Outbox out, long nowMillis) {
        this.identity = identity;
        this.timeoutMillis = timeoutMillis;
        this.out = out;
        this.life = new TokenLife(identity.expires(), nowMillis);
    }

    Identity identity() {
        return identity;
    }

    /** @throws Refusal if another token is still being checked */
    void refresh(Command.Auth command, long nowMillis) {
        if (pending != null) {
            throw new Refusal(
                    Reason.RATE_LIMITED, "the token sent before is still being checked; wait for the answer to it");
        }
        long token = out.nextToken();
        pending = new Pending(token, command.id(), nowMillis + timeoutMillis);
        out.run(new Effect.Authenticate(token, command.token()));
    }

    /** Takes what became of a fresh token. Returns whether the identity is another now. */
    boolean onOutcome(long token, AuthOutcome outcome, long nowMillis) {
        Pending asked = pending;
        if (asked == null || asked.token() != token) {
            return false;
        }
        pending = null;
        try {
            accept(outcome, nowMillis);
        } catch (Refusal refusal) {
            out.fail(asked.id(), refusal);
            return false;
        }
        if (asked.id() != null) {
            out.send(new Reply.Authenticated(asked.id(), identity.expires()));
        }
        return true;
    }

    private void accept(AuthOutcome outcome, long nowMillis) {
        Identity fresh = Verdict.identity(outcome, nowMillis);
        if (!Objects.equals(fresh.user(), identity.user())) {
            throw new Refusal(
                    Reason.FORBIDDEN,
                    "the token is another user's, and a session keeps its user; open a new connection for that user");
        }
        identity = fresh;
        life = new TokenLife(fresh.expires(), nowMillis);
    }

    long deadline() {
        return Math.min(life.deadline(), pending == null ? NEVER : pending.deadline());
    }

    /** Warns of the token's end, closes at it, and gives up on an authenticator that does not answer. */
    void onDeadline(long nowMillis) {
        if (life.isOver(nowMillis)) {
            out.close(Reason.TOKEN_EXPIRED, "the session's token has expired; come back with a fresh one");
        } else if (life.takeWarning(nowMillis)) {
            out.send(new Reply.Notice.TokenExpiring(life.left(nowMillis)));
        }
        Pending asked = pending;
        if (asked != null && nowMillis >= asked.deadline()) {
            pending = null;
            out.fail(asked.id(), Reason.INTERNAL, Verdict.NOT_IN_TIME);
        }
    }
}
