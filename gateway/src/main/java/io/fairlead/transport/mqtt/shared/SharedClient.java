package io.fairlead.transport.mqtt.shared;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.identity.Peer;
import io.fairlead.session.Effect;
import io.fairlead.session.Reply;
import io.fairlead.shares.Visit;
import io.fairlead.topic.Qos;
import io.fairlead.wire.WireFormat;
import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.PublishFormat;
import io.fairlead.wire.mqtt.SharedPublish;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;

/**
 * An MQTT client as the hub and its session write to it. Messages come encoded; with QoS 1 each gets an identifier, as long as
 * the client's window has room.
 */
final class SharedClient implements ClientConnection {

    private final MqttConnection connection;
    private final Dialect dialect;
    private final Answers answers;
    private final DeliveryWindow window;

    SharedClient(MqttConnection connection, Dialect dialect, Answers answers) {
        this.connection = connection;
        this.dialect = dialect;
        this.answers = answers;
        this.window = new DeliveryWindow(dialect.receiveMaximum());
    }

    /** The client has acknowledged a message of QoS 1. Returns whether it had one to acknowledge. */
    boolean acknowledged(int packetId) {
        return window.free(packetId);
    }

    @Override
    public EventLoop loop() {
        return connection.loop();
    }

    @Override
    public Peer peer() {
        return connection.peer();
    }

    @Override
    public Visit visit() {
        return connection.visit();
    }

    @Override
    public WireFormat format() {
        return PublishFormat.of(dialect.v5(), Qos.AT_MOST_ONCE, false);
    }

    @Override
    public WireFormat format(Effect.JoinLive subscription) {
        Qos granted = subscription.terms().atMost(subscription.grant().qos());
        return PublishFormat.of(dialect.v5(), granted, subscription.terms().asPublished());
    }

    @Override
    public boolean takes(WireFormat format) {
        return !window.isFull() || !((PublishFormat) format).isAcknowledged();
    }

    @Override
    public void write(Reply reply) {
        reply.writeTo(answers);
    }

    @Override
    public void write(ByteBuf message) {
        try {
            if (isTaken(message)) {
                connection.write(ownCopy(message));
            }
        } finally {
            message.release();
        }
    }

    private ByteBuf ownCopy(ByteBuf message) {
        return SharedPublish.isAcknowledged(message)
                ? SharedPublish.withId(message, window.take(), ByteBufAllocator.DEFAULT)
                : message.retain();
    }

    /** A message that is larger than the client takes is as good as sent (MQTT 5, section 3.1.2.11.4). */
    private boolean isTaken(ByteBuf message) {
        boolean taken = message.readableBytes() <= dialect.maxPacketBytes();
        if (!taken) {
            answers.withheld(message.readableBytes());
        }
        return taken;
    }

    @Override
    public void flush() {
        connection.flush();
    }

    @Override
    public boolean isClear() {
        return connection.isClear() && !window.isFull();
    }

    @Override
    public void send(ByteBuf shared) {
        if (!isTaken(shared)) {
            return;
        }
        if (!SharedPublish.isAcknowledged(shared)) {
            connection.send(shared);
            return;
        }
        ByteBuf own = SharedPublish.withId(shared, window.take(), ByteBufAllocator.DEFAULT);
        try {
            connection.send(own);
        } finally {
            own.release();
        }
    }

    @Override
    public void close(Effect.Close reason) {
        answers.close(reason);
    }

    @Override
    public long pendingBytes() {
        return connection.pendingBytes();
    }

    @Override
    public void writeAhead(long bytes) {
        connection.writeAhead(bytes);
    }

    @Override
    public void pauseReading(boolean paused) {
        connection.pauseReading(paused);
    }

    /** No MQTT client says so. */
    @Override
    public void background(boolean hidden) {}
}
