package io.fairlead.it.bridge;

import static io.fairlead.broker.Waiting.await;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.bridge.Node;
import io.fairlead.bridge.NodeLoop;
import io.fairlead.bridge.SessionDriver;
import io.fairlead.identity.Peer;
import io.fairlead.session.Command;
import io.fairlead.session.Effect;
import io.fairlead.session.Handshake;
import io.fairlead.session.Reply;
import io.fairlead.session.RetainedMode;
import io.fairlead.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of a node that has no socket and remembers what it is sent. */
final class Listener implements ClientConnection {

    private static final Peer PEER =
            new Peer(InetSocketAddress.createUnresolved("192.0.2.7", 50_000), "/ws", null, null);

    private static final WireFormat FORMAT = new Line();

    private final NodeLoop loop;
    private final SessionDriver driver;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Listener(Node node, NodeLoop loop) {
        this.loop = loop;
        this.driver = new SessionDriver(node, this);
        loop.eventLoop().execute(() -> driver.onOpen(new Handshake(null, null, List.of())));
    }

    /** Asks for a subscription, and does not wait. */
    Listener asks(String channel) {
        Command subscribe = new Command.Subscribe(null, channel, null, -1, -1, 0, RetainedMode.ALL);
        loop.eventLoop().execute(() -> driver.onCommand(subscribe));
        return this;
    }

    /** Subscribes and waits for the answer. */
    Listener subscribes(String channel) {
        asks(channel);
        await().until(() -> lines.contains("subscribed " + channel));
        return this;
    }

    /** What was sent for one subscription, as {@code live channel text} or {@code retained channel text}. */
    List<String> heard(String subscription) {
        return lines.stream()
                .map(line -> line.split(" ", 3))
                .filter(words -> words.length == 3 && words[1].equals(subscription))
                .map(words -> words[0] + " " + words[2])
                .toList();
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
        return FORMAT;
    }

    @Override
    public void write(Reply reply) {
        if (reply instanceof Reply.Subscribed subscribed) {
            lines.add("subscribed " + subscribed.channel());
        }
    }

    @Override
    public void write(ByteBuf frame) {
        lines.add(frame.toString(StandardCharsets.UTF_8));
        frame.release();
    }

    @Override
    public void flush() {}

    @Override
    public boolean isClear() {
        return true;
    }

    @Override
    public void send(ByteBuf shared) {
        write(shared.retainedDuplicate());
    }

    @Override
    public void close(Effect.Close reason) {
        lines.add("closed " + reason.why());
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void writeAhead(long bytes) {}

    @Override
    public void pauseReading(boolean paused) {}

    @Override
    public void background(boolean hidden) {}
}
