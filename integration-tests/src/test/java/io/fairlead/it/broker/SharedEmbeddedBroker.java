package io.fairlead.it.broker;

import io.fairlead.broker.embedded.EmbeddedBroker;

/** One embedded broker for most of the tests, since it takes a while to start; topics and client ids are each test's own. */
final class SharedEmbeddedBroker {

    private static EmbeddedBroker shared = EmbeddedBroker.start(0);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(SharedEmbeddedBroker::stop));
    }

    private SharedEmbeddedBroker() {}

    static int port() {
        return shared.port();
    }

    static void stop() {
        shared.close();
    }

    static void startAgain() {
        shared = EmbeddedBroker.start(shared.port());
    }
}
