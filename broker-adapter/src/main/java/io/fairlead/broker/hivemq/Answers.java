package io.fairlead.broker.hivemq;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answers of the library, which come as futures. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /** Calls back when the answer is there. A callback that throws is a fault of ours: a future would keep it to itself. */
    static <T> void when(CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> callback) {
        CompletableFuture<T> unused = future.whenComplete((answer, error) -> {
            try {
                callback.accept(answer, error);
            } catch (RuntimeException e) {
                LOG.error("what the broker answered could not be handled; this is a fault of Fairlead", e);
            }
        });
    }

    /** For a future whose failure is told elsewhere too. */
    static void ignore(CompletableFuture<?> future) {
        CompletableFuture<?> unused = future.exceptionally(error -> null);
    }
}
