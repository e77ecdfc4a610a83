package io.fairlead.it.live;

import io.fairlead.broker.embedded.EmbeddedBroker;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.MosquittoClients;
import java.util.EnumMap;
import java.util.Map;

/** A real broker that can be stopped and started again on its port. */
abstract class TestBroker implements AutoCloseable {

    /** Which broker. */
    enum Kind {
        MOSQUITTO,
        HIVEMQ_CE
    }

    private static final Map<Kind, TestBroker> SHARED = new EnumMap<>(Kind.class);

    /** One for all tests of this process, ended with it, since some take seconds to start. */
    static synchronized TestBroker shared(Kind kind) {
        return SHARED.computeIfAbsent(kind, which -> {
            TestBroker started = start(which);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            return started;
        });
    }

    /** One of a test's own. */
    static TestBroker start(Kind kind) {
        return kind == Kind.MOSQUITTO ? new RealMosquitto() : new Embedded();
    }

    abstract int port();

    /** Ends it; what it had retained is gone. */
    abstract void stop();

    /** Starts it again on the same port. */
    abstract void startAgain();

    @Override
    public abstract void close();

    String url() {
        return "mqtt://127.0.0.1:" + port();
    }

    /** Devices on the broker, which know nothing of Fairlead. */
    MosquittoClients devices() {
        return new MosquittoClients(port());
    }

    private static final class RealMosquitto extends TestBroker {
        private final Mosquitto mosquitto = Mosquitto.start();

        @Override
        int port() {
            return mosquitto.port();
        }

        @Override
        void stop() {
            mosquitto.stop();
        }

        @Override
        void startAgain() {
            mosquitto.startAgain();
        }

        @Override
        public void close() {
            mosquitto.close();
        }
    }

    private static final class Embedded extends TestBroker {
        private EmbeddedBroker broker = EmbeddedBroker.start(0);

        @Override
        int port() {
            return broker.port();
        }

        @Override
        void stop() {
            broker.close();
        }

        @Override
        void startAgain() {
            broker = EmbeddedBroker.start(broker.port());
        }

        @Override
        public void close() {
            broker.close();
        }
    }
}
