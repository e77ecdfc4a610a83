package io.fairlead.transport.mqtt;

import io.fairlead.identity.Peer;
import io.fairlead.shares.Visit;
import io.fairlead.transport.Output;
import io.fairlead.transport.Visits;
import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.PacketSplitter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, to write to. Once its last packet is written nothing more is, nor read, and the client has a few
 * seconds to take it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which the handler hears of
final class NettyMqttConnection implements MqttConnection {
    /** How long a client may take to read what it was sent last, and to close its side. */
    static final long CLOSE_TIMEOUT_MILLIS = 3_000;

    private static final int CONNACK = 2;

    private final Channel channel;
    private final Peer peer;
    private final PacketSplitter splitter;
    private final Liveness liveness;
    private final Runnable closed;
    private final Visit visit;
    private @Nullable ChannelHandlerContext encoder;
    private boolean answered;
    private boolean closing;
    private boolean unflushed;
    private boolean readingPaused;

    /** @param closed told once, when nothing more is written or read */
    NettyMqttConnection(Channel channel, Peer peer, PacketSplitter splitter, Liveness liveness, Runnable closed) {
        this.channel = channel;
        this.peer = peer;
        this.splitter = splitter;
        this.liveness = liveness;
        this.closed = closed;
        this.visit = Visits.of(channel);
    }

    /** Bytes leave from here on, past the encoder of packets. */
    void writeFrom(ChannelHandlerContext encoderContext) {
        encoder = encoderContext;
    }

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Visit visit() {
        return visit;
    }

    @Override
    public void write(MqttMessage packet) {
        if (closing) {
            return;
        }
        answered |= packet.fixedHeader().messageType().value() == CONNACK;
        unflushed = true;
        channel.write(packet, channel.voidPromise());
    }

    @Override
    public void write(ByteBuf bytes) {
        if (closing) {
            bytes.release();
            return;
        }
        if (!answered && bytes.isReadable()) {
            answered = bytes.getByte(bytes.readerIndex()) >> 4 == CONNACK;
        }
        unflushed = true;
        writePastEncoder(bytes);
    }

    private void writePastEncoder(ByteBuf bytes) {
        ChannelHandlerContext from = encoder;
        if (from == null) {
            channel.write(bytes, channel.voidPromise());
        } else {
            from.write(bytes, channel.voidPromise());
        }
    }

    @Override
    public void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public long pendingBytes() {
        return Output.pendingBytes(channel);
    }

    @Override
    public void writeAhead(long bytes) {
        Output.writeAhead(channel, bytes);
    }

    @Override
    public void pauseReading(boolean paused) {
        if (readingPaused && !paused) {
            liveness.onHeard();
        }
        readingPaused = paused && !closing;
        updateReading();
    }

    /** Whether the session has stopped reading. */
    boolean isReadingPaused() {
        return readingPaused;
    }

    /** Reads from the client while what it sends can go on, unless it leaves its answers unread. */
    void updateReading() {
        boolean reads = closing || !(readingPaused || leavesUnread());
        splitter.hold(!reads);
        channel.config().setAutoRead(reads);
    }

    private boolean leavesUnread() {
        return Output.isLeftUnread(channel);
    }

    @Override
    public void keepAlive(int seconds) {
        liveness.keepAlive(seconds);
    }

    /** Whether the session has answered CONNECT, so that the next thing to say is a DISCONNECT. */
    boolean isAnswered() {
        return answered;
    }

    boolean isClosing() {
        return closing;
    }

    @Override
    public void close(@Nullable MqttMessage last) {
        if (!closing) {
            if (last != null) {
                channel.write(last, channel.voidPromise());
            }
            end();
        }
    }

    /** The same with a packet's bytes. */
    void closeWith(@Nullable ByteBuf last) {
        if (closing) {
            if (last != null) {
                last.release();
            }
            return;
        }
        if (last != null) {
            writePastEncoder(last);
        }
        end();
    }

    /** What still comes is read and dropped, so that the client's system does not throw away what it has not read yet. */
    private void end() {
        closing = true;
        readingPaused = false;
        splitter.end();
        updateReading();
        Farewell.say(channel, CLOSE_TIMEOUT_MILLIS);
        channel.eventLoop().execute(closed);
    }

    /** Ends the connection without a word. */
    void cut() {
        channel.close();
    }

    /** The connection is gone: nothing is written or read from now on. */
    void onGone() {
        closing = true;
        splitter.end();
    }
}
