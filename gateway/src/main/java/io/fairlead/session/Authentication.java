package io.fairlead.session;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;

/** Who an open session's client is, and what the client is told of it. */
final class Authentication implements Stay.Events<Command.Auth> {

    private final Outbox out;
    private final String client;
    private final Stay<Command.Auth> stay;
    private boolean renewed;

    /** @param client the name that the client has */
    Authentication(Identity identity, String client, long timeoutMillis, Outbox out, long nowMillis) {
        this.out = out;
        this.client = client;
        this.stay = new Stay<>(identity, timeoutMillis, out::nextToken, this, nowMillis);
    }

    Identity identity() {
        return stay.identity();
    }

    void refresh(Command.Auth command, long nowMillis) {
        stay.renew(command, command.token(), nowMillis);
    }

    /** Takes what became of a fresh token. Returns whether the identity is another now. */
    boolean onOutcome(long token, AuthOutcome outcome, long nowMillis) {
        renewed = false;
        stay.onOutcome(token, outcome, nowMillis);
        return renewed;
    }

    long deadline() {
        return stay.deadline();
    }

    void onDeadline(long nowMillis) {
        stay.onDeadline(nowMillis);
    }

    @Override
    public void check(long number, String token) {
        out.run(new Effect.Authenticate(number, token, client));
    }

    @Override
    public void renewed(Command.Auth by, Identity identity) {
        renewed = true;
        if (by.id() != null) {
            out.send(new Reply.Authenticated(by.id(), identity.expires()));
        }
    }

    @Override
    public void refused(Command.Auth by, Refusal refusal) {
        out.fail(by.id(), refusal);
    }

    @Override
    public void expiring(long inMillis) {
        out.send(new Reply.Notice.TokenExpiring(inMillis));
    }

    @Override
    public void expired() {
        out.close(Reason.TOKEN_EXPIRED, "the session's token has expired; come back with a fresh one");
    }
}
