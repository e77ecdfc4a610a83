package io.fairlead.broker;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Who is connected to a {@link FakeBroker}, and who would like to be. Guarded by the broker's lock. */
final class FakeConnections {

    private static final String LOST = "fake:1883 closed the connection";

    private final MqttVersion version;
    private final FakeStore store;
    private final FakeFaults faults;
    private final Set<FakeEnd> links = new LinkedHashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> stalled = new HashSet<>();
    private boolean up = true;

    FakeConnections(MqttVersion version, FakeStore store, FakeFaults faults) {
        this.version = version;
        this.store = store;
        this.faults = faults;
    }

    void open(FakeEnd link) {
        links.add(link);
        link.connect();
    }

    void down() {
        up = false;
        loseAll();
    }

    void up() {
        up = true;
        links.forEach(FakeEnd::connect);
    }

    void flap() {
        loseAll();
        links.forEach(FakeEnd::connect);
    }

    void flap(FakeSession session) {
        FakeConnection connection = session.connection;
        if (connection != null) {
            lose(connection, 0, LOST);
            connection.end.connect();
        }
    }

    /** Loses the connection of one client id and refuses it, until {@link #up(String)}. */
    void down(String clientId) {
        refused.add(clientId);
        FakeSession session = store.find(clientId);
        if (session != null && session.connection != null) {
            lose(session.connection, 0, LOST);
        }
    }

    /** Answers no CONNECT of one client id, until {@link #up(String)}. */
    void stall(String clientId) {
        stalled.add(clientId);
    }

    void up(String clientId) {
        refused.remove(clientId);
        stalled.remove(clientId);
        links.stream().filter(end -> end.options().clientId().equals(clientId)).forEach(FakeEnd::connect);
    }

    void connect(FakeEnd end, boolean clean, BiConsumer<FakeConnection, LinkUp> accepted, Consumer<LinkDown> failed) {
        if (stalled.contains(end.options().clientId())) {
            return;
        }
        if (!up || refused.contains(end.options().clientId())) {
            failed.accept(new LinkDown(false, 0, "fake:1883 refused the connection", 0, Duration.ZERO));
            return;
        }
        String clientId = end.options().clientId();
        takeOver(clientId);
        boolean present = !clean && store.find(clientId) != null;
        FakeSession session = store.take(clientId, clean);
        FakeConnection connection = new FakeConnection(end, session, faults.window(end.options(), version));
        // Deliveries are tasks of the loop that this runs on: they come after the link has taken the connection
        session.resume(connection);
        accepted.accept(connection, faults.describe(version, present));
    }

    private void takeOver(String clientId) {
        FakeSession found = store.find(clientId);
        if (found != null && found.connection != null) {
            int code = found.connection.end.codeWhenTakenOver();
            lose(found.connection, code, "fake:1883 closed the link: another client has taken its client id");
        }
    }

    /** The client ends a connection; the session is kept as long as its expiry says. */
    void leave(FakeConnection connection) {
        if (connection.session.connection == connection) {
            connection.session.connection = null;
            endIfWithoutExpiry(connection);
        }
    }

    /** The client goes for good. A session that another link has by now ends only where the link makes an attempt of its own. */
    void disconnect(FakeEnd end, boolean keepSession) {
        links.remove(end);
        FakeSession session = store.find(end.options().clientId());
        if (session == null) {
            return;
        }
        if (session.connection != null && session.connection.end != end) {
            if (keepSession || !end.endsSessionsOfOthers()) {
                return;
            }
            takeOver(session.clientId);
        }
        session.connection = null;
        if (!keepSession) {
            store.remove(session.clientId);
        }
    }

    private void loseAll() {
        store.all().forEach(session -> {
            if (session.connection != null) {
                lose(session.connection, 0, LOST);
            }
        });
    }

    private void lose(FakeConnection connection, int code, String why) {
        connection.session.connection = null;
        endIfWithoutExpiry(connection);
        connection.end.lost(connection, code, why);
    }

    private void endIfWithoutExpiry(FakeConnection connection) {
        if (connection.end.options().session().isZero()) {
            store.remove(connection.session.clientId);
        }
    }
}
