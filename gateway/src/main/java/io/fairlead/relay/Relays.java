package io.fairlead.relay;

import io.fairlead.admission.Admission;
import io.fairlead.broker.packet.Dialer;
import io.fairlead.identity.ClientNames;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.metrics.Meters;
import io.fairlead.session.UserShares;
import io.fairlead.topicmap.Topics;
import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.MqttSession;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Gives each client of a listener in mode {@code relay} its own connection to the broker. Thread-safe. */
public final class Relays implements MqttSession.Factory {

    private final Dialer dialer;
    private final Map<EventLoop, RelayLoop> loops;
    private final Map<EventLoop, Roster> rosters;
    private final Revocations revoked;
    private final Supplier<? extends Topics> topics;
    private final Admission admission;
    private final ClientNames names;
    private final UserShares users;
    private final RelaySettings settings;
    private final Meters meters;
    private final DenialLog denials;
    private final LongSupplier clock;

    /**
     * The relays of one listener.
     *
     * @param loops every loop that its clients may live on
     * @param revoked the credentials that are void before their time
     * @param topics the map that is in force: the same object as long as it is the same map
     * @param names issues names to clients that bring none
     * @param users what the clients of one user share in
     * @param clock milliseconds since 1970
     */
    public Relays(
            Dialer dialer,
            List<RelayLoop> loops,
            Revocations revoked,
            Supplier<? extends Topics> topics,
            Admission admission,
            ClientNames names,
            UserShares users,
            RelaySettings settings,
            Meters meters,
            DenialLog denials,
            LongSupplier clock) {
        this.dialer = dialer;
        this.loops = loops.stream().collect(Collectors.toUnmodifiableMap(RelayLoop::loop, Function.identity()));
        this.rosters =
                this.loops.keySet().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Roster::new));
        this.revoked = revoked;
        this.topics = topics;
        this.admission = admission;
        this.names = names;
        this.users = users;
        this.settings = settings;
        this.meters = meters;
        this.denials = denials;
        this.clock = clock;
    }

    @Override
    public MqttSession create(MqttConnection connection) {
        RelayLoop loop = loops.get(connection.loop());
        if (loop == null) {
            throw new IllegalArgumentException("the connection lives on a loop that has no relay");
        }
        return new RelaySession(this, loop, connection);
    }

    /** Ends the sessions whose credentials are revoked. Any thread. */
    public void sweepRevoked() {
        rosters.forEach((loop, roster) -> loop.execute(roster::sweepRevoked));
    }

    Roster roster(EventLoop loop) {
        return Objects.requireNonNull(rosters.get(loop));
    }

    Revocations revoked() {
        return revoked;
    }

    Dialer dialer() {
        return dialer;
    }

    Supplier<? extends Topics> topics() {
        return topics;
    }

    Admission admission() {
        return admission;
    }

    ClientNames names() {
        return names;
    }

    UserShares users() {
        return users;
    }

    RelaySettings settings() {
        return settings;
    }

    Meters meters() {
        return meters;
    }

    DenialLog denials() {
        return denials;
    }

    LongSupplier clock() {
        return clock;
    }
}
