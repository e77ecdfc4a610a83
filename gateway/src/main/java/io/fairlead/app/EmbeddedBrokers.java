package io.fairlead.app;

import io.fairlead.broker.embedded.EmbeddedBroker;

/** Starts the embedded broker where its jars are at hand, and says what to do where they are not. */
final class EmbeddedBrokers {

    private EmbeddedBrokers() {}

    /** @param port 0 for any free one */
    static EmbeddedBroker start(int port) {
        try {
            return EmbeddedBroker.start(port);
        } catch (NoClassDefFoundError e) {
            throw CommandFailure.unreachable("the embedded broker's jars are not on the class path;"
                    + " start this through the launcher ./fairlead, which adds them from lib-embedded");
        } catch (IllegalStateException e) {
            throw CommandFailure.unreachable(String.valueOf(e.getMessage()));
        }
    }
}
