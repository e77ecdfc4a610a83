package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;

import io.fairlead.identity.Peer;
import io.fairlead.session.Command;
import io.fairlead.session.CommandId;
import io.fairlead.session.Effect;
import io.fairlead.session.Handshake;
import io.fairlead.session.Payload;
import io.fairlead.session.Reply;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Qos;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client whose connection is a list of what it was sent, in words. To be used from a test's thread. */
final class TestClient implements ClientConnection {

    private static final Peer PEER =
            new Peer(InetSocketAddress.createUnresolved("192.0.2.7", 50_000), "/ws", null, null);

    private final NodeLoop loop;
    private final WireFormat format;
    private final SessionDriver driver;
    private final List<String> heard = new ArrayList<>();
    private final List<String> unflushed = new ArrayList<>();
    private final Map<String, String> epochs = new HashMap<>();
    private final Map<String, String> unflushedEpochs = new HashMap<>();
    private int flushes;
    private int subscribes;
    private volatile long pendingBytes;
    private volatile boolean stalled;
    private volatile long writeAhead;
    private volatile boolean failing;
    private volatile Reply.@Nullable Welcome welcome;
    private volatile boolean unasked;

    TestClient(Node node, NodeLoop loop, WireFormat format) {
        this.loop = loop;
        this.format = format;
        this.driver = new SessionDriver(node, this);
        run(() -> driver.onOpen(new Handshake(null, null, List.of())));
    }

    void subscribe(String channel) {
        subscribe(channel, RetainedMode.ALL, null, -1);
    }

    void subscribe(String channel, RetainedMode retained, @Nullable String epoch, long pos) {
        subscribes++;
        command(new Command.Subscribe(null, channel, epoch, pos, -1, 0, retained));
    }

    /** Subscribes at so many messages a second and channel. */
    void subscribe(String channel, double maxRate) {
        subscribes++;
        command(new Command.Subscribe(null, channel, null, -1, -1, maxRate, RetainedMode.ALL));
    }

    void unsubscribe(String channel) {
        command(new Command.Unsubscribe(new CommandId("u", false), channel));
    }

    /** Opens its session, as a new client. */
    TestClient connect(String instance) {
        return connect(null, null, instance);
    }

    /** Opens its session as the client that another connection is or was. */
    TestClient connect(TestClient as, String instance) {
        Reply.Welcome known = as.welcome();
        return connect(known.client(), known.secret(), instance);
    }

    private TestClient connect(@Nullable String client, @Nullable String secret, String instance) {
        command(new Command.Connect(null, null, client, instance, secret, List.of(), List.of()));
        return this;
    }

    /** What it was welcomed with, once it is. */
    Reply.Welcome welcome() {
        await().until(() -> welcome != null);
        return Objects.requireNonNull(welcome);
    }

    void publish(String id, String channel, String text, Qos qos) {
        publish(id, channel, text, qos, false);
    }

    void publish(String id, String channel, String text, Qos qos, boolean again) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        command(new Command.Publish(
                new CommandId(id, false),
                channel,
                new Payload(PayloadForm.TEXT, bytes),
                qos,
                false,
                -1,
                again,
                null,
                List.of()));
    }

    void request(String id, String channel, String text, long timeoutMillis) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        command(new Command.Request(
                new CommandId(id, false), channel, new Payload(PayloadForm.TEXT, bytes), timeoutMillis));
    }

    void command(Command command) {
        run(() -> {
            driver.onCommand(command);
            driver.onReadComplete();
        });
    }

    void leave() {
        run(driver::onClosed);
    }

    /** How many bytes the client has not read. */
    void pending(long bytes) {
        pendingBytes = bytes;
        if (bytes <= writeAhead / 2) {
            run(driver::onWritable);
        }
    }

    /** What it is sent stays unread from now on, until {@link #reads}. */
    void stalls() {
        stalled = true;
    }

    /** It reads all, and goes on reading. */
    void reads() {
        stalled = false;
        pending(0);
    }

    /** Every write fails from now on, as a fault of the gateway would. */
    void failing() {
        failing = true;
    }

    /** It cannot even be asked how much waits, from now on. */
    void failingWhenAsked() {
        unasked = true;
    }

    private void run(Runnable task) {
        loop.eventLoop().execute(task);
    }

    /** Everything that was flushed, in order. */
    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    /** What was flushed and starts with this. */
    List<String> heard(String start) {
        return heard().stream().filter(line -> line.startsWith(start)).toList();
    }

    /** The epoch it was told last for a channel; null if none. */
    synchronized @Nullable String epoch(String channel) {
        return epochs.get(channel);
    }

    /** How often it has subscribed. */
    int subscribes() {
        return subscribes;
    }

    synchronized int flushes() {
        return flushes;
    }

    @Override
    public EventLoop loop() {
        return loop.eventLoop();
    }

    @Override
    public Peer peer() {
        return PEER;
    }

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public synchronized void write(Reply reply) {
        if (reply instanceof Reply.Welcome fresh) {
            welcome = fresh;
        } else if (reply instanceof Reply.Subscribed subscribed && subscribed.epoch() != null) {
            unflushedEpochs.put(subscribed.channel(), subscribed.epoch());
        } else if (reply instanceof Reply.Notice.Gap gap && gap.epoch() != null) {
            unflushedEpochs.put(gap.channel(), gap.epoch());
        }
        unflushed.add(Words.of(reply));
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only its loop writes while it is stalled
    public synchronized void write(ByteBuf frame) {
        String text = frame.toString(StandardCharsets.UTF_8);
        frame.release();
        if (failing) {
            throw new IllegalStateException("a fault in the gateway");
        }
        unflushed.add(text);
        if (stalled) {
            pendingBytes += text.length();
        }
    }

    @Override
    public synchronized void flush() {
        flushes++;
        heard.addAll(unflushed);
        unflushed.clear();
        epochs.putAll(unflushedEpochs);
        unflushedEpochs.clear();
    }

    @Override
    public boolean isClear() {
        return pendingBytes == 0 && !failing && !unasked;
    }

    @Override
    public synchronized void send(ByteBuf shared) {
        write(shared.retainedDuplicate());
        flush();
    }

    @Override
    public synchronized void close(Effect.Close reason) {
        unflushed.add("closed " + reason.reason().code());
        flush();
    }

    @Override
    public long pendingBytes() {
        if (unasked) {
            throw new IllegalStateException("a fault in the gateway");
        }
        return pendingBytes;
    }

    @Override
    public void writeAhead(long bytes) {
        writeAhead = bytes;
    }

    @Override
    public synchronized void pauseReading(boolean paused) {
        unflushed.add(paused ? "reading paused" : "reading on");
        flush();
    }

    @Override
    public synchronized void background(boolean hidden) {
        unflushed.add(hidden ? "background" : "foreground");
        flush();
    }
}
