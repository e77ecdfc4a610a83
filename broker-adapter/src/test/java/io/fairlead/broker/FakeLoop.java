package io.fairlead.broker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A loop for links of the fake broker: one daemon thread. */
final class FakeLoop {

    private FakeLoop() {}

    static ExecutorService start() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "fake-loop");
            thread.setDaemon(true);
            return thread;
        });
    }
}
