package io.fairlead.broker;

import io.fairlead.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a link has asked a {@link FakeBroker} about filters, and answers itself if the connection is lost before. */
final class FakeRequests {

    private final FakeBroker broker;
    private final List<Runnable> answersIfLost = new ArrayList<>();

    FakeRequests(FakeBroker broker) {
        this.broker = broker;
    }

    /** @param by null while the link is down */
    void subscribe(
            @Nullable FakeConnection by, List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcome) {
        List<SubscribeOutcome> allDown = subscriptions.stream()
                .map(s -> (SubscribeOutcome) new SubscribeOutcome.LinkDown())
                .toList();
        if (by == null) {
            outcome.accept(allDown);
            return;
        }
        Runnable ifLost = () -> outcome.accept(allDown);
        answersIfLost.add(ifLost);
        broker.subscribe(
                by,
                subscriptions,
                outcomes -> by.onLoop(() -> {
                    answersIfLost.remove(ifLost);
                    outcome.accept(outcomes);
                }));
    }

    /** @param by null while the link is down */
    void unsubscribe(@Nullable FakeConnection by, List<TopicFilter> filters, Consumer<Boolean> done) {
        if (by == null) {
            done.accept(false);
            return;
        }
        Runnable ifLost = () -> done.accept(false);
        answersIfLost.add(ifLost);
        broker.unsubscribe(
                by,
                filters,
                () -> by.onLoop(() -> {
                    answersIfLost.remove(ifLost);
                    done.accept(!broker.faults().refusesUnsubscribes());
                }));
    }

    void connectionLost() {
        List<Runnable> lost = List.copyOf(answersIfLost);
        answersIfLost.clear();
        lost.forEach(Runnable::run);
    }
}
