package io.fairlead.bench;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One fan-out run: opens subscribers, warms the server up, then publishes and counts. Ends by itself, at the latest
 * {@link FanoutPlan#patience()} after nothing more arrives.
 */
public final class Fanout {

    /** Connections that may be opening at once: fewer than a server's usual backlog. */
    private static final int OPENING_AT_ONCE = 128;

    private static final long LOOK_MILLIS = 2;

    private final FanoutPlan plan;
    private final LoadLoop loop;
    private final Tally tally = new Tally();
    private final Connections connections;

    private Fanout(FanoutPlan plan, LoadLoop loop) {
        this.plan = plan;
        this.loop = loop;
        this.connections = new Connections(plan, loop, tally);
    }

    /**
     * Runs the plan; the calling thread waits.
     *
     * @throws BenchException if connections cannot be opened, or one breaks
     */
    public static FanoutResult run(FanoutPlan plan) throws InterruptedException {
        try (LoadLoop loop = new LoadLoop()) {
            Fanout fanout = new Fanout(plan, loop);
            try {
                return fanout.measure();
            } finally {
                fanout.onLoop(fanout.connections::close);
            }
        }
    }

    private FanoutResult measure() throws InterruptedException {
        openSubscribers();
        CompletableFuture<Publisher> opening = onLoop(connections::openPublisher);
        await("the publisher's connection opens", opening::isDone, plan.patience());
        Publisher publisher = opening.join();
        publish(publisher, plan.warmup());
        Map<String, Long> before = CpuClock.read(plan.servers());
        publish(publisher, plan.messages());
        Map<String, Long> used = CpuClock.between(before, CpuClock.read(plan.servers()));
        return onLoop(() -> new FanoutResult(plan, tally.delivered(), used, tally.latency(), loop.busyPolling()));
    }

    private void openSubscribers() throws InterruptedException {
        int all = plan.subscribers() + plan.stalled();
        for (int opened = 0; opened < all; opened++) {
            int number = opened;
            await("subscribers open", () -> number - tally.ready() < OPENING_AT_ONCE, plan.patience());
            onLoop(() -> connections.openSubscriber(number));
        }
        await("subscribers open", () -> tally.ready() == all, plan.patience());
    }

    /** Publishes so many, and waits until all have arrived or nothing arrives any more. */
    private void publish(Publisher publisher, int messages) throws InterruptedException {
        onLoop(tally::restart);
        CompletableFuture<Void> published = Pacer.start(
                loop.eventLoop(),
                messages,
                plan.intervalNanos(),
                due -> publisher.publish(Stamp.payload(plan.payloadBytes(), due)));
        Duration pacing = Duration.ofNanos(plan.intervalNanos() * messages);
        await("messages leave", published::isDone, pacing.plus(plan.patience()));
        awaitArrival((long) messages * plan.subscribers());
    }

    private void awaitArrival(long expected) throws InterruptedException {
        long quietNanos = plan.patience().toNanos();
        BooleanSupplier quiet = () -> System.nanoTime() - tally.lastAt() > quietNanos;
        while (!onLoop(() -> tally.delivered() >= expected || quiet.getAsBoolean())) {
            pause();
        }
    }

    private void await(String what, BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!onLoop(condition::getAsBoolean)) {
            if (System.nanoTime() - deadline > 0) {
                throw new BenchException("Waited " + atMost.toSeconds() + " s in vain until " + what + "; "
                        + tally.ready() + " of " + (plan.subscribers() + plan.stalled())
                        + " subscribers were ready.");
            }
            pause();
        }
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        onLoop(() -> {
            BenchException failure = connections.failure();
            if (failure != null) {
                throw failure;
            }
        });
    }

    private void onLoop(Runnable work) throws InterruptedException {
        onLoop(() -> {
            work.run();
            return true;
        });
    }

    private <T> T onLoop(Callable<T> work) throws InterruptedException {
        Future<T> done = loop.eventLoop().submit(work);
        try {
            return done.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BenchException known
                    ? known
                    : new BenchException("The load failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new BenchException("The load's loop is stuck.", e);
        }
    }
}
