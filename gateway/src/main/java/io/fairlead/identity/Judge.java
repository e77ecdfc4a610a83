package io.fairlead.identity;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** May forbid what the topic map grants; never grants what the map does not. Thread-safe. */
public interface Judge {

    /** Who is never asked. */
    Judge NOBODY = new Judge() {
        @Override
        public Set<Decision> decides() {
            return Set.of();
        }

        @Override
        public Ruling known(Question question) {
            return Ruling.ALLOWED;
        }

        @Override
        public void ask(Question question, Consumer<Ruling> ruling) {
            ruling.accept(Ruling.ALLOWED);
        }
    };

    /** Which of {@link Decision#SUBSCRIBE} and {@link Decision#PUBLISH} are to be asked about. The same set each time. */
    Set<Decision> decides();

    /** The answer, if it is at hand; null if it is to be asked for. Costs no more than a look into a table. */
    @Nullable
    Ruling known(Question question);

    /** Finds the answer: at once on the calling thread, or later on another one. Never blocks, never throws; always answers. */
    void ask(Question question, Consumer<Ruling> ruling);
}
