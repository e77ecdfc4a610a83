package io.fairlead.broker.packet;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.connect.NetworkFailures;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.IoEventLoopGroup;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One dialling: each address in turn gets one attempt, and each attempt takes a turn of the budget. All of it happens on the
 * loop, but for {@link #cancel}, which may be called anywhere.
 */
final class PacedDialing implements Dialer.Dialing {

    private final PacedDialer dialer;
    private final IoEventLoopGroup loop;
    private final Dialer.Listener listener;
    private final ChannelHandler[] handlers;
    private final Set<String> failures = new LinkedHashSet<>();
    private int address;
    private int tried;
    private boolean over;
    private @Nullable ScheduledFuture<?> waiting;
    private @Nullable Channel opening;

    PacedDialing(PacedDialer dialer, IoEventLoopGroup loop, Dialer.Listener listener, ChannelHandler... handlers) {
        this.dialer = dialer;
        this.loop = loop;
        this.listener = listener;
        this.handlers = handlers;
        this.address = dialer.answered();
    }

    void start() {
        if (!over) {
            attempt();
        }
    }

    @Override
    public void cancel() {
        loop.execute(this::giveUp);
    }

    private void giveUp() {
        if (over) {
            return;
        }
        over = true;
        if (waiting != null) {
            waiting.cancel(false);
        }
        if (opening != null) {
            ChannelFuture unused = opening.close();
        }
    }

    private void attempt() {
        long wait = dialer.access().takeTurn(dialer.access().settings().connectTimeout());
        if (wait < 0) {
            failures.add(
                    "so many clients connect at once that the gateway reaches the broker for no more of them in time"
                            + " (broker.connectsPerSecond)");
            fail();
        } else if (wait == 0) {
            resolve();
        } else {
            waiting = loop.schedule(this::resolve, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void resolve() {
        CompletableFuture<Void> unused = dialer.access().resolve(address()).handle((resolved, error) -> {
            loop.execute(() -> onResolved(resolved, error));
            return null;
        });
    }

    private void onResolved(@Nullable InetSocketAddress resolved, @Nullable Throwable error) {
        if (over) {
            return;
        }
        if (resolved == null) {
            onUnreachable(error instanceof CompletionException && error.getCause() != null ? error.getCause() : error);
            return;
        }
        Arrival arrival = new Arrival(this::onArrival, this::onUnreachable, handlers);
        ChannelFuture connecting = dialer.transport().connect(loop, address(), resolved, arrival);
        opening = connecting.channel();
        connecting.addListener((ChannelFuture done) -> {
            if (done.cause() != null) {
                arrival.fail(done.cause());
            }
        });
    }

    private void onArrival(Channel channel) {
        if (over) {
            ChannelFuture unused = channel.close();
            return;
        }
        over = true;
        dialer.answered(address);
        listener.onOpen(channel);
    }

    private void onUnreachable(@Nullable Throwable cause) {
        if (over) {
            return;
        }
        failures.add(
                cause == null
                        ? NetworkFailures.closed(null, address(), false).why()
                        : NetworkFailures.unreachable(cause, address()).why());
        tried++;
        address = (address + 1) % dialer.addresses().size();
        if (tried < dialer.addresses().size()) {
            attempt();
        } else {
            fail();
        }
    }

    private void fail() {
        over = true;
        listener.onFailed(String.join("; ", failures));
    }

    private BrokerAddress address() {
        return dialer.addresses().get(address);
    }
}
