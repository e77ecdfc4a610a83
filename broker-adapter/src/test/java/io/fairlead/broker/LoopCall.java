package io.fairlead.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A call from a test's thread to what lives on a loop, with its answer. */
final class LoopCall {

    private static final int SECONDS = 20;

    private LoopCall() {}

    /** Runs a task on the loop and waits until it has completed the answer. */
    static <T> T call(Executor loop, Consumer<CompletableFuture<T>> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                task.accept(answer);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }
}
