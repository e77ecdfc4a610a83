package io.fairlead.bridge;

import io.fairlead.identity.revocation.Revocation;
import io.fairlead.identity.revocation.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Who waits to hear that all nodes were told of a revocation. For one thread. */
final class Tellings {

    private final List<Telling> waiting = new ArrayList<>();

    private record Telling(Revocation word, Consumer<Spread> spread) {}

    void await(Revocation word, Consumer<Spread> spread) {
        waiting.add(new Telling(word, spread));
    }

    /** The broker has passed a word on: it has those that came before it, too. */
    void heard(Revocation word) {
        end(
                one -> one.word().subject().equals(word.subject())
                        && !one.word().at().isAfter(word.at()),
                new Spread.Told());
    }

    /** Ends the waiting for this word, if somebody still does. */
    void end(Revocation word, Spread spread) {
        end(one -> one.word().equals(word), spread);
    }

    void endAll(Spread spread) {
        end(one -> true, spread);
    }

    List<Subject> subjects() {
        return waiting.stream().map(one -> one.word().subject()).toList();
    }

    private void end(Predicate<Telling> which, Spread spread) {
        List<Telling> ended = waiting.stream().filter(which).toList();
        waiting.removeAll(ended);
        ended.forEach(one -> one.spread().accept(spread));
    }
}
