package io.fairlead.bridge;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import io.fairlead.session.ClientKey;
import io.fairlead.session.Effect;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.shares.Turnaway;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what one client's session wants done: each effect goes to the part that lives as long as what it is about, and
 * parts that few clients need are made when they are needed. Owned by the connection's loop.
 */
final class SessionEffects implements Consumer<Effect>, Effect.Runner, ClientRegistry.Seat {

    // As long as the connection.
    private final SessionDriver driver;
    private final Node node;
    private final LoopSessions home;
    private final LiveSubscriptions live;
    private boolean pausedReading;

    // From when the session is open.
    private Effect.@Nullable Register client;

    // From when the client first needs them.
    private @Nullable DurableSubscriptions durable;
    private @Nullable ClientPublishes publishes;
    private @Nullable ClientRequests requests;

    SessionEffects(SessionDriver driver, Node node) {
        this.driver = driver;
        this.node = node;
        this.home = driver.sessions();
        this.live = new LiveSubscriptions(driver, node);
    }

    @Override
    public void accept(Effect effect) {
        effect.runOn(this);
    }

    /** Whether every link that matters to this client is up. */
    boolean isServed() {
        return live.isServed();
    }

    /** The client has read most of what was written to it, after it did not. */
    void onWritable() {
        live.onWritable();
    }

    /** Who the client is; null until its session is open. */
    @Nullable
    ClientKey client() {
        return client == null ? null : client.client();
    }

    /** Gives back what is held for the session, which has ended. */
    void end() {
        if (pausedReading) {
            pausedReading = false;
            home.meters().pausedReaders.add(-1);
        }
        live.leaveAll();
        if (durable != null) {
            durable.end();
        }
        unregister();
    }

    private DurableSubscriptions durable() {
        if (durable == null) {
            durable = new DurableSubscriptions(driver, this, node);
        }
        return durable;
    }

    @Override
    public void send(Effect.Send effect) {
        if (effect.reply() instanceof Reply.Failed failed) {
            node.meters().error(failed.reason());
        }
        driver.reply(effect.reply());
    }

    @Override
    public void close(Effect.Close effect) {
        driver.close(effect);
    }

    @Override
    public void authenticate(Effect.Authenticate effect) {
        driver.connection().visit().shows();
        Evidence shown = new Evidence(
                effect.credential(),
                null,
                null,
                effect.client(),
                driver.connection().peer());
        driver.authenticator().authenticate(shown, outcome -> home.run(() -> authenticated(effect, outcome)));
    }

    /** What was revoked meanwhile counts: on this loop the session is either refused here, or found open by the sweep. */
    private void authenticated(Effect.Authenticate effect, AuthOutcome outcome) {
        AuthOutcome valid = node.revocations().known().check(outcome, effect.client());
        Turnaway refused =
                valid instanceof AuthOutcome.Verified verified ? admit(verified.identity(), effect.client()) : null;
        if (refused == null) {
            driver.tell((session, now) -> session.onAuthOutcome(effect.token(), valid, now));
        } else {
            driver.close(refused.close());
        }
    }

    /** One that takes an older session's place is let in also where there is no further place. */
    private @Nullable Turnaway admit(Identity identity, @Nullable String name) {
        boolean takesOver = name != null && node.clients().find(new ClientKey(identity.user(), name)) != null;
        return driver.connection().visit().admit(identity, takesOver);
    }

    @Override
    public void register(Effect.Register effect) {
        client = effect;
        node.clients().register(effect.client(), this);
    }

    private void unregister() {
        if (client != null) {
            node.clients().remove(client.client(), this);
        }
        if (publishes != null) {
            publishes.leave();
        }
    }

    @Override
    public String instance() {
        return client == null ? "" : client.instance();
    }

    @Override
    public void takenOver(Reason reason) {
        home.run(() -> driver.tell((session, now) -> session.onTakenOver(reason, now)));
    }

    @Override
    public void joinLive(Effect.JoinLive effect) {
        live.join(effect);
    }

    @Override
    public void leaveLive(Effect.LeaveLive effect) {
        live.leave(effect);
    }

    @Override
    public void joinDurable(Effect.JoinDurable effect) {
        durable().join(effect);
    }

    @Override
    public void leaveDurable(Effect.LeaveDurable effect) {
        durable().leave(effect);
    }

    @Override
    public void deliverDurable(Effect.DeliverDurable effect) {
        durable().deliver(effect);
    }

    @Override
    public void withholdDurable(Effect.WithholdDurable effect) {
        durable().withhold(effect);
    }

    @Override
    public void acknowledge(Effect.Acknowledge effect) {
        durable().acknowledge(effect);
    }

    @Override
    public void publish(Effect.Publish effect) {
        if (publishes == null) {
            publishes =
                    new ClientPublishes(driver, node, Objects.requireNonNull(client, "registers before it publishes"));
        }
        publishes.publish(effect);
    }

    @Override
    public void request(Effect.Request effect) {
        if (requests == null) {
            requests = new ClientRequests(
                    driver,
                    Objects.requireNonNull(client, "registers before it requests")
                            .client(),
                    node.links().link(home.index()).requests());
        }
        requests.send(effect);
    }

    @Override
    public void forgetRequest(Effect.ForgetRequest effect) {
        if (requests != null) {
            requests.forget(effect.token());
        }
    }

    @Override
    public void reading(Effect.Reading effect) {
        driver.connection().pauseReading(effect.paused());
        home.meters().pausedReaders.add(effect.paused() ? 1 : -1);
        pausedReading = effect.paused();
    }

    @Override
    public void limited(Effect.Limited effect) {
        node.meters().limited(effect.limit().key());
    }

    @Override
    public void background(Effect.Background effect) {
        driver.connection().background(effect.hidden());
        live.background(effect.hidden());
    }
}
