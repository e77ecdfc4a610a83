package io.fairlead.it.lost;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An application that comes back after every end that does not forbid it, to any of its gateways. All such clients of a
 * process live on one thread; what is said to them comes there.
 */
abstract class ReturningClient implements AutoCloseable {

    private static final int FIRST_CODE_THAT_FORBIDS = 4500;
    private static final int LAST_CODE = 4999;
    private static final int LONGEST_PAUSE_MILLIS = 300;

    static final ScheduledExecutorService LOOP = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "clients");
        thread.setDaemon(true);
        return thread;
    });

    private final List<Integer> ports;
    private final Random random;
    private final List<Integer> ends = new CopyOnWriteArrayList<>();

    // On the loop alone
    private int connections;
    private boolean away = true;
    private @Nullable PageSocket page;

    /** @param ports of the gateways, or of the wires to them, that it may connect to */
    ReturningClient(List<Integer> ports, Random random) {
        this.ports = ports;
        this.random = random;
    }

    /** The {@code connect} frame, with all that it wants. */
    abstract String hello();

    /** It tries to connect, for the so-manyth time. */
    abstract void onConnect(int attempt, int port);

    /** A frame came. */
    abstract void onFrame(JsonNode frame);

    /** Something is wrong that must not be. */
    abstract void onTrouble(String what);

    /** Goes to a gateway, leaving the one it is at, if any; where that is not there, it goes to any. */
    void goTo(int port) {
        onLoop(() -> {
            leave();
            away = false;
            connect(port);
        });
    }

    /** Leaves without a word, and stays away. */
    void goAway() {
        onLoop(this::leave);
    }

    /** Sends a frame, if it is connected. On the loop alone. */
    void send(String json) {
        if (page != null) {
            page.send(json);
        }
    }

    private void onLoop(Runnable task) {
        LOOP.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                onTrouble("the test's own client failed: " + e);
            }
        });
    }

    private void leave() {
        away = true;
        connections++;
        if (page != null) {
            page.close();
            page = null;
        }
    }

    private void connect(int port) {
        int connection = ++connections;
        onConnect(connection, port);
        PageSocket.Listener listener = new PageSocket.Listener() {
            @Override
            public void onFrame(JsonNode frame) {
                onLoop(() -> {
                    if (connection == connections) {
                        ReturningClient.this.onFrame(frame);
                    }
                });
            }

            @Override
            public void onEnd(int code, String reason) {
                onLoop(() -> ended(connection, code, reason));
            }
        };
        var unused = PageSocket.open(port, listener)
                .whenComplete((opened, failure) -> onLoop(() -> begin(connection, opened)));
    }

    private void begin(int connection, @Nullable PageSocket opened) {
        if (opened == null) {
            comeBackLater(connection);
        } else if (connection != connections) {
            opened.close();
        } else {
            page = opened;
            opened.send(hello());
        }
    }

    private void ended(int connection, int code, String reason) {
        ends.add(code);
        if (connection != connections) {
            return;
        }
        page = null;
        if (code >= FIRST_CODE_THAT_FORBIDS && code <= LAST_CODE) {
            away = true;
            onTrouble("the gateway closed with " + code + " " + reason);
        } else {
            comeBackLater(connection);
        }
    }

    private void comeBackLater(int connection) {
        Runnable comeBack = () -> {
            if (connection == connections && !away) {
                connect(ports.get(random.nextInt(ports.size())));
            }
        };
        var unused = LOOP.schedule(() -> onLoop(comeBack), random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS);
    }

    /** The codes of all ends that it did not make itself. */
    List<Integer> ends() {
        return ends;
    }

    @Override
    public void close() {
        goAway();
    }
}
