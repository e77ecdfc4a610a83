package io.fairlead.broker.hivemq;

import io.reactivex.FlowableSubscriber;
import java.util.function.Consumer;
import org.reactivestreams.Subscription;

/** The receiver of everything that a client of the library gets, until it is replaced or the session ends. */
final class Received<P> implements FlowableSubscriber<P> {

    private final Consumer<P> next;
    private final Runnable ended;
    private Subscription subscription = NONE;
    private boolean replaced;

    private static final Subscription NONE = new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    /** @param ended called when the library takes no notice of this receiver any more */
    Received(Consumer<P> next, Runnable ended) {
        this.next = next;
        this.ended = ended;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(P publish) {
        next.accept(publish);
    }

    @Override
    public void onError(Throwable sessionEnded) {
        onComplete();
    }

    @Override
    public void onComplete() {
        if (!replaced) {
            ended.run();
        }
    }

    /** Hears nothing from now on. */
    void replace() {
        replaced = true;
        subscription.cancel();
    }
}
