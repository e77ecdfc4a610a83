package io.fairlead.bridge;

import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkUp;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.SessionLink;
import io.fairlead.broker.SessionLinkListener;
import io.fairlead.session.ClientKey;
import io.fairlead.session.DurableMessage;
import io.fairlead.session.Effect;
import io.fairlead.session.Joined;
import io.fairlead.session.Reason;
import io.fairlead.session.Takeover;
import io.fairlead.session.UpstreamIds;
import io.fairlead.topic.Message;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The link of one client's own broker session, with all its durable channels. It lives on the loop of the connection that
 * opened it, and stays there when the client comes back on another; a client that is gone keeps it for a while, so that a
 * flap never reaches the broker. Owned by its loop.
 *
 * <p>Past the window's bounds the connection is closed, and opened again when the client has caught up: a backlog is paced by
 * the client's own acknowledgements, and waits at the broker.
 */
final class DurableLink implements SessionLinkListener, DurableFilters.Host {

    private static final int SESSION_TAKEN_OVER = 0x8E;

    // As long as the link.
    private final String id;
    private final ClientKey owner;
    private final LoopSessions home;
    private final DurableClients all;
    private final NodeSettings.Durable bounds;
    private final DurableWindow window;
    private final DurableReader reader;
    private final DurableFilters filters;
    private final DurableClaim claim;
    private final DurableMeter meter;
    private final ClaimWait claimWait;
    private final DurableDrops drops = new DurableDrops();
    private @Nullable SessionLink link;
    private boolean ended;
    private boolean notSupported;

    // As long as the broker's session.
    private boolean everUp;
    /** Whether the broker had the session when the link first came up, and has not lost it since. */
    private boolean kept;

    // As long as a connection, or as there is none.
    private boolean up;
    private boolean away;
    private boolean full;
    private boolean awaitsClaim;

    // Until the client comes back.
    private int lingers;

    DurableLink(ClientKey owner, LoopSessions home, DurableClients all) {
        this.id = UpstreamIds.durable(owner);
        this.owner = owner;
        this.home = home;
        this.all = all;
        this.bounds = all.settings().durable();
        this.window = new DurableWindow(bounds.windowMessages(), bounds.windowBytes(), all.nextEpoch());
        this.reader = new DurableReader(window);
        this.filters = new DurableFilters(this, all.settings().session().subscriptions());
        this.claim = new DurableClaim(this, all.claims());
        this.meter = new DurableMeter(home.meters());
        this.claimWait = new ClaimWait(bounds.claimWait());
    }

    String id() {
        return id;
    }

    ClientKey owner() {
        return owner;
    }

    LoopSessions home() {
        return home;
    }

    // What the client does.

    /** A connection of the client takes the link over. It opens it if it is the first. */
    void attach(DurableSubscriptions fresh) {
        reader.attach(fresh);
        filters.detached();
        if (!claim.isMade() && !ended) {
            meter.open(true);
            claim.make(reader.instance());
        }
    }

    /** The client's connection is gone. */
    void detach(DurableSubscriptions gone) {
        if (!reader.detach(gone)) {
            return;
        }
        filters.detached();
        if ((!up && !full) || all.isRevoked(owner)) {
            endIfGone();
        }
        int linger = ++lingers;
        later(bounds.linger(), () -> {
            if (linger == lingers) {
                endIfGone();
            }
        });
    }

    /** Ends the link if the client is neither there nor on the way. The broker keeps the session. */
    void endIfGone() {
        if (!ended && reader.isGone() && all.retire(this)) {
            end();
        }
    }

    void join(DurableSubscriptions by, Effect.JoinDurable effect) {
        if (!reader.is(by)) {
            return;
        }
        DurableJoin join =
                new DurableJoin(effect, filters.isInForce(effect.grant().filter()));
        if (ended && !notSupported && !all.isClosed()) {
            by.home().run(() -> by.joinAnew(this, effect));
            return;
        }
        if (ended) {
            refuseEnded(join);
            return;
        }
        if (effect.epoch() != null) {
            window.acknowledge(effect.epoch(), effect.ack());
        }
        filters.join(join);
        settle();
    }

    void leave(DurableSubscriptions by, Effect.LeaveDurable effect) {
        if (reader.is(by) && !ended) {
            filters.leave(effect.token(), effect.grant().filter());
        }
    }

    void acknowledge(DurableSubscriptions by, Effect.Acknowledge effect) {
        if (reader.is(by)) {
            window.acknowledge(effect.epoch(), effect.seq());
            settle();
        }
    }

    void withhold(DurableSubscriptions by, DurableMessage message) {
        if (reader.is(by)) {
            window.withhold(message.epoch(), message.seq());
            settle();
        }
    }

    /** Passes on to the broker what is done, and goes on where that makes room. */
    private void settle() {
        if (link != null && up) {
            window.acknowledgeDone(link::acknowledge);
        }
        if (full && window.hasCaughtUp()) {
            full = false;
            meter.paused(false);
            resume();
        }
        if (!ended) {
            meter.kept(window.messages(), window.bytes());
        }
        if (!window.isFull()) {
            drops.tell(reader);
        }
    }

    private void resume() {
        if (link != null && !full && !awaitsClaim && !ended) {
            link.resume();
        }
    }

    // What becomes of the broker's session.

    /** The broker cannot be reached now: whoever waits for an answer gets it without. */
    void brokerAway() {
        if (!ended && !up) {
            away = true;
            filters.answerPending();
        }
    }

    /** All nodes know that the session is this one's: takes it up, or goes on. */
    void onClaimed(MqttVersion version) {
        if (ended) {
            return;
        }
        if (version == MqttVersion.V3_1_1 && !bounds.expiresSessions()) {
            notSupported = true;
            filters.joins().forEach(this::refuseEnded);
            all.remove(this);
            end();
        } else if (link == null) {
            link = all.openSession(id, home, this);
        } else {
            awaitsClaim = false;
            resume();
        }
    }

    private void refuseEnded(DurableJoin join) {
        if (notSupported) {
            refused(join, Reason.NOT_SUPPORTED, join.whyNotOnThisBroker(), -1);
        } else {
            refused(join, Reason.INTERNAL, DurableClients.GOING_DOWN, -1);
        }
    }

    @Override
    public void onUp(LinkUp told) {
        if (link == null) {
            home.runLater(() -> onUp(told));
            return;
        }
        up = true;
        away = false;
        claimWait.onUp(System.nanoTime());
        boolean again = everUp;
        everUp = true;
        if (!again) {
            kept = told.sessionPresent();
        } else if (!told.sessionPresent()) {
            kept = false;
            window.sessionLost(all.nextEpoch(), reader.holder());
        }
        window.connected();
        tellGap(again, told.sessionPresent());
        filters.onUp(told.sessionPresent(), again && told.version() == MqttVersion.V5);
        reader.handOverTheRest();
        settle();
    }

    /** Tells those who count on what the broker has not kept: all who have heard of an epoch, and with QoS 0 in any case. */
    private void tellGap(boolean again, boolean present) {
        filters.joins().stream()
                .filter(join -> join.told && (again ? !present || join.isLossy() : !present && join.namesAnEpoch()))
                .forEach(reader::gap);
    }

    @Override
    public void onDown(LinkDown down) {
        if (!down.wasUp()) {
            all.trouble(down);
            brokerAway();
            return;
        }
        isDown();
        settle();
        endIfGone();
        if (!ended && link != null && (down.code() == 0 || down.code() == SESSION_TAKEN_OVER)) {
            awaitsClaim = true;
            link.pause();
            later(claimWait.onClosed(System.nanoTime()), () -> claimAgain(down.code() == SESSION_TAKEN_OVER));
        }
        brokerAway();
    }

    private void isDown() {
        up = false;
        away = true;
        window.disconnected();
    }

    /** No claim of another was heard. Without the broker's word it may have been an outage; the session is claimed anew. */
    private void claimAgain(boolean brokerSaysTaken) {
        if (ended) {
            return;
        }
        if (brokerSaysTaken) {
            lose(Reason.TAKEN_OVER);
        } else {
            claim.make(reader.instance());
        }
    }

    /** A claim was heard, of this node or another. One that came before this link's own has lost against it. */
    void onClaim(Claim heard) {
        if (!ended && claim.losesTo(heard)) {
            lose(Takeover.reason(reader.instance(), heard.instance()));
        }
    }

    private void lose(Reason reason) {
        all.remove(this);
        end();
        reader.takenOver(reason);
    }

    private void end() {
        end(() -> {});
    }

    /** Ends the link; the broker keeps the session. */
    void end(Runnable done) {
        if (ended) {
            done.run();
            return;
        }
        ended = true;
        up = false;
        meter.ended();
        claim.giveUp();
        if (link == null) {
            done.run();
        } else {
            link.close(true, done);
        }
    }

    private void later(Duration wait, Runnable task) {
        var unused = home.loop().eventLoop().schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        Objects.requireNonNull(unused);
    }

    // What the broker sends.

    @Override
    public void onMessage(Message message, int packetId, boolean repeat) {
        if (!up) {
            return;
        }
        if (repeat) {
            meter.repeat();
        }
        if (!window.takesRepeat(message, packetId, repeat)) {
            if (!window.isFull()) {
                reader.handOver(window.add(message, packetId, repeat, System.currentTimeMillis()));
            } else if (packetId == 0) {
                meter.dropped();
                drops.add(message.topic(), filters.joins());
            } else {
                pause();
            }
        }
        settle();
    }

    /** What does not fit is not kept: the broker sends it again. */
    private void pause() {
        full = true;
        meter.paused(true);
        isDown();
        Objects.requireNonNull(link).pause();
        settle();
    }

    // What the filters ask and tell.

    @Override
    public @Nullable SessionLink connection() {
        return up ? link : null;
    }

    @Override
    public boolean isAway() {
        return away;
    }

    @Override
    public boolean isPaused() {
        return full;
    }

    @Override
    public boolean wantsReplay(DurableJoin join) {
        return join.wantsReplay(window.epoch(), kept);
    }

    @Override
    public void joined(DurableJoin join, boolean pending) {
        join.told = true;
        Boolean recovered = (pending && !full) ? null : join.recovered(window.epoch(), kept);
        Joined joined = new Joined(window.epoch(), -1, pending, recovered, -1);
        reader.joined(join, joined);
    }

    @Override
    public void refused(DurableJoin join, Reason reason, String why, int mqttReason) {
        reader.refused(join, reason, why, mqttReason);
    }
}
