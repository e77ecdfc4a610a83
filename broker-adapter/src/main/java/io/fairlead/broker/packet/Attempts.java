package io.fairlead.broker.packet;

import io.fairlead.broker.connect.BrokerAccess;
import io.fairlead.broker.connect.ConnectPlan;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The way to a link's next attempt: a rest, a turn of the budget, and the name looked up. One at a time. */
final class Attempts {

    private final BrokerAccess access;
    private final ConnectPlan plan;
    private final EventLoop loop;
    private int number;
    private @Nullable ScheduledFuture<?> waiting;

    Attempts(BrokerAccess access, ConnectPlan plan, EventLoop loop) {
        this.access = access;
        this.plan = plan;
        this.loop = loop;
    }

    /**
     * Calls back on the loop when the attempt is to be made, unless it is called off before.
     *
     * @param ready is given where to connect to, or why that is not known
     */
    void next(Duration rest, BiConsumer<@Nullable InetSocketAddress, @Nullable Throwable> ready) {
        cancel();
        int mine = number;
        after(rest.toNanos(), () -> after(access.takeTurn(), () -> resolve(mine, ready)));
    }

    private void after(long nanos, Runnable task) {
        if (nanos <= 0) {
            task.run();
        } else {
            waiting = loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void resolve(int mine, BiConsumer<@Nullable InetSocketAddress, @Nullable Throwable> ready) {
        CompletableFuture<Void> unused = access.resolve(plan.address()).handle((resolved, error) -> {
            loop.execute(() -> {
                if (mine == number) {
                    ready.accept(resolved, error);
                }
            });
            return null;
        });
    }

    /** Calls the next attempt off, if there is one. */
    void cancel() {
        number++;
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
    }
}
