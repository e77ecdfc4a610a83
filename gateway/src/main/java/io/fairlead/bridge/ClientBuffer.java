package io.fairlead.bridge;

import io.fairlead.metrics.LoopMeters;
import io.fairlead.session.Effect;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.topic.Qos;
import io.fairlead.topicmap.SlowPolicy;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits in the gateway for one client: because it does not read, because its subscriptions have a rate, or because it is
 * in the background. Made when a client first needs it; owned by the client's loop.
 *
 * <p>What is kept here and what waits in the connection are together within the client's bound. Past it, the subscription that
 * keeps most gives its eldest: so each has its share, and a busy one takes none of a quiet one's.
 */
final class ClientBuffer {

    // As long as the connection.
    private final SessionDriver driver;
    private final ClientConnection connection;
    private final LoopMeters meters;
    private final Allowance allowance;
    private final long writeAhead;
    private final TurnTimer timer;
    private final Deque<SubscriberBuffer> buffers = new ArrayDeque<>(2);
    private boolean background;

    // Until the loop has done what it does now.
    private boolean draining;

    /**
     * A buffer that keeps nothing.
     *
     * @param bound how many bytes may wait for the client, here and in its connection
     * @param writeAhead past how many bytes in its connection a client does not read
     */
    ClientBuffer(SessionDriver driver, long bound, long writeAhead) {
        this.driver = driver;
        this.connection = driver.connection();
        this.meters = driver.sessions().meters();
        this.allowance = new Allowance(connection, meters, bound);
        this.writeAhead = writeAhead;
        this.timer = new TurnTimer(connection.loop(), driver::contain, this::onTurn);
    }

    /** The client is gone, and what it kept was given up. */
    void end() {
        timer.cancel();
    }

    /** How many bytes wait for the client, here and in its connection. */
    long taken() {
        return allowance.taken();
    }

    /** A new subscription; one with a rate, or of a client in the background, always comes here. */
    void enlist(Subscriber subscriber) {
        if (subscriber.join.maxRate() > 0) {
            bufferOf(subscriber);
        }
        if (background) {
            hide(subscriber);
        }
    }

    private SubscriberBuffer bufferOf(Subscriber subscriber) {
        SubscriberBuffer known = subscriber.buffer;
        if (known != null) {
            return known;
        }
        SubscriberBuffer made = new SubscriberBuffer(subscriber);
        buffers.add(made);
        subscriber.keepIn(made);
        return made;
    }

    /**
     * Writes a message, or keeps it.
     *
     * @param lone whether to flush at once
     * @return whether it was written
     */
    boolean deliver(Subscriber subscriber, PreparedDelivery delivery, boolean lone) {
        ByteBuf frame = delivery.frame(subscriber.format);
        SubscriberBuffer buffer = subscriber.buffer;
        if (buffer != null && buffer.hidden != null) {
            conflated(buffer.hidden.add(new Waiting(delivery.channel, frame)));
            account(buffer);
            return false;
        }
        return pace(subscriber, delivery.channel, frame, lone);
    }

    private boolean pace(Subscriber subscriber, String channel, ByteBuf frame, boolean lone) {
        SubscriberBuffer buffer = subscriber.buffer;
        if (buffer == null || buffer.paced == null) {
            return pass(subscriber, channel, frame, lone);
        }
        long now = System.nanoTime();
        if (buffer.paced.takeTurn(channel, now)) {
            boolean written = pass(subscriber, channel, frame, lone);
            account(buffer);
            return written;
        }
        conflated(buffer.paced.keep(new Waiting(channel, frame), now));
        account(buffer);
        timer.set(buffer.paced.nextAt(), now);
        return false;
    }

    /** Writes a message whose time has come, unless the client does not read; then the route says what to do. */
    private boolean pass(Subscriber subscriber, String channel, ByteBuf frame, boolean lone) {
        boolean waits = isBehind(subscriber) || !connection.takes(subscriber.format);
        if (subscriber.grant().slow() == SlowPolicy.DISCONNECT && !waits) {
            if (allowance.isFull()) {
                frame.release();
                disconnect();
                return false;
            }
        } else if (waits || connection.pendingBytes() > writeAhead) {
            SubscriberBuffer buffer = bufferOf(subscriber);
            if (buffer.unread.add(new Waiting(channel, frame))) {
                lose(buffer);
            }
            account(buffer);
            return false;
        }
        tellDropped(subscriber.buffer);
        connection.write(frame);
        driver.flush(lone);
        return true;
    }

    /** Whether a subscription could be sent nothing now, if it kept nothing. */
    private boolean stalls(Subscriber subscriber) {
        return connection.pendingBytes() > writeAhead || !connection.takes(subscriber.format);
    }

    private static boolean isBehind(Subscriber subscriber) {
        return subscriber.buffer != null && !subscriber.buffer.unread.isEmpty();
    }

    private void conflated(boolean older) {
        if (older) {
            meters.conflated.increment();
        }
    }

    // The bound.

    private void account(SubscriberBuffer buffer) {
        allowance.count(buffer);
        while (allowance.isExceeded() && !driver.isClosed()) {
            SubscriberBuffer largest = allowance.largest(buffers);
            giveUpEldest(largest);
            allowance.count(largest);
        }
    }

    /** A client that reads is rather sent a message before its turn than never. */
    private void giveUpEldest(SubscriberBuffer buffer) {
        boolean onlyPaced = buffer.unread.isEmpty() && (buffer.hidden == null || buffer.hidden.isEmpty());
        Waiting eldest = onlyPaced && buffer.paced != null ? buffer.paced.poll() : buffer.poll();
        if (eldest == null) {
            return;
        }
        if (onlyPaced && !stalls(buffer.subscriber)) {
            write(eldest);
        } else {
            eldest.frame.release();
            lose(buffer);
        }
    }

    private void lose(SubscriberBuffer buffer) {
        switch (buffer.subscriber.grant().slow()) {
            case LATEST -> meters.droppedLatest.increment();
            case OLDEST -> meters.droppedOldest.increment();
            case DISCONNECT -> {
                disconnect();
                return;
            }
        }
        buffer.dropped++;
    }

    private void disconnect() {
        meters.droppedDisconnect.increment();
        String why = allowance.taken() + " bytes wait to be read; read faster or subscribe to less";
        driver.close(new Effect.Close(Reason.SLOW_CONSUMER, why, -1));
    }

    // When the client reads again.

    /** The client reads again: sends what was kept, once the loop has done what it does now. */
    void onWritable() {
        if (!draining && !buffers.isEmpty()) {
            draining = true;
            driver.sessions().runLater(() -> driver.contain(this::drain));
        }
    }

    private void drain() {
        draining = false;
        for (int left = buffers.size(); left > 0 && connection.pendingBytes() <= writeAhead; left--) {
            SubscriberBuffer next = buffers.removeFirst();
            buffers.addLast(next);
            drain(next);
        }
    }

    private void drain(SubscriberBuffer buffer) {
        if (buffer.hidden == null) {
            tellDropped(buffer);
        }
        while (!stalls(buffer.subscriber)) {
            Waiting message = buffer.unread.poll();
            if (message == null) {
                break;
            }
            write(message);
        }
        settle(buffer);
    }

    private void settle(SubscriberBuffer buffer) {
        allowance.count(buffer);
        if (buffer.isOver()) {
            buffers.remove(buffer);
            buffer.subscriber.keepIn(null);
        }
    }

    private void tellDropped(@Nullable SubscriberBuffer buffer) {
        if (buffer != null && buffer.dropped > 0) {
            long count = buffer.dropped;
            buffer.dropped = 0;
            driver.reply(new Reply.Notice.Dropped(buffer.subscriber.grant().channel(), count, "slow"));
        }
    }

    private void write(Waiting message) {
        connection.write(message.frame);
        driver.flush(false);
        meters.delivered.increment();
    }

    // When a turn comes.

    private void onTurn(long now) {
        for (SubscriberBuffer buffer : List.copyOf(buffers)) {
            PacedChannels paced = buffer.paced;
            if (paced != null && !driver.isClosed()) {
                sendDue(buffer, paced, now);
            }
        }
    }

    private void sendDue(SubscriberBuffer buffer, PacedChannels paced, long now) {
        for (Waiting due = paced.pollDue(now); due != null; due = paced.pollDue(now)) {
            if (pass(buffer.subscriber, due.channel, due.frame, false)) {
                meters.delivered.increment();
            }
        }
        account(buffer);
        if (paced.size() > 0) {
            timer.set(paced.nextAt(), now);
        }
    }

    // When the client comes and goes.

    /** In the background, only the latest of each channel with QoS 0 is kept, and sent in the foreground. */
    void background(boolean hidden, List<Subscriber> subscribers) {
        background = hidden;
        for (Subscriber subscriber : List.copyOf(subscribers)) {
            if (hidden) {
                hide(subscriber);
            } else if (subscriber.buffer != null) {
                show(subscriber.buffer);
            }
        }
    }

    private void hide(Subscriber subscriber) {
        if (subscriber.grant().qos() == Qos.AT_MOST_ONCE && bufferOf(subscriber).hidden == null) {
            bufferOf(subscriber).hidden = new WaitingMessages(true);
        }
    }

    private void show(SubscriberBuffer buffer) {
        WaitingMessages kept = buffer.hidden;
        if (kept == null) {
            return;
        }
        buffer.hidden = null;
        tellDropped(buffer);
        for (Waiting next = kept.poll(); next != null; next = kept.poll()) {
            if (pace(buffer.subscriber, next.channel, next.frame, false)) {
                meters.delivered.increment();
            }
        }
        settle(buffer);
    }

    /**
     * Sends all that a subscription keeps and its client takes, since what follows must not come before it. It is within the
     * bound already.
     */
    void sendAll(SubscriberBuffer buffer) {
        tellDropped(buffer);
        while (connection.takes(buffer.subscriber.format)) {
            Waiting next = buffer.poll();
            if (next == null) {
                break;
            }
            write(next);
        }
        settle(buffer);
    }

    /**
     * Gives up what a subscription keeps, since it ends.
     *
     * @param successor the subscription that takes its place, which tells what was lost; null if there is none
     */
    void forget(SubscriberBuffer buffer, @Nullable Subscriber successor) {
        long lost = buffer.dropped + buffer.messages();
        for (Waiting next = buffer.poll(); next != null; next = buffer.poll()) {
            next.frame.release();
        }
        buffer.ended = true;
        allowance.count(buffer);
        buffers.remove(buffer);
        buffer.subscriber.keepIn(null);
        if (successor != null && lost > 0) {
            bufferOf(successor).dropped += lost;
            if (connection.pendingBytes() <= writeAhead) {
                onWritable();
            }
        }
    }
}
