package io.fairlead.transport.websocket;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.identity.Peer;
import io.fairlead.session.Effect;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.shares.Turnaway;
import io.fairlead.shares.Violation;
import io.fairlead.shares.Visit;
import io.fairlead.transport.ClientAddress;
import io.fairlead.transport.Output;
import io.fairlead.transport.Visits;
import io.fairlead.transport.tls.ClientCertificate;
import io.fairlead.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's WebSocket, to write to. Frames come encoded and go straight to the channel. Once a close frame is written,
 * what is written after it is dropped, and the client has a few seconds to close its side.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which the handler hears of
final class NettyConnection implements ClientConnection, Visit.Holder {
    /** How long a client may take to answer a close frame. */
    static final long CLOSE_TIMEOUT_MILLIS = 3_000;

    private static final String LISTENER = "/ws";

    private final Channel channel;
    private final @Nullable DirectSocket socket;
    private final WireFormat format;
    private final ReplyEncoder replies;
    private final Consumer<Reason> closes;
    private Runnable whenListening = () -> {};
    private final Visit visit;
    private boolean closing;
    private boolean deaf;
    private boolean unflushed;
    private boolean readingPaused;
    private boolean pausedSinceBeat;
    private boolean background;

    /** @param closes told why, where it is not the session that closes */
    NettyConnection(Channel channel, WireFormat format, ReplyEncoder replies, Consumer<Reason> closes) {
        this.channel = channel;
        this.socket = DirectSocket.of(channel);
        this.format = format;
        this.replies = replies;
        this.closes = closes;
        this.visit = Visits.of(channel);
    }

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public Peer peer() {
        return new Peer(ClientAddress.of(channel), LISTENER, ClientCertificate.of(channel), null);
    }

    @Override
    public Visit visit() {
        return visit;
    }

    /** One that was silent is not waited for: its place is wanted. */
    @Override
    public void shed(Turnaway why) {
        Closing last = Closing.of(why.close());
        if (closing || visit.hasShown()) {
            close(last);
        } else {
            closes.accept(why.reason());
            ChannelPromise sent = channel.newPromise().addListener(ChannelFutureListener.CLOSE);
            writeLast(ControlFrames.close(last, channel.alloc()), sent);
        }
    }

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public void write(Reply reply) {
        if (!closing) {
            write(replies.encode(reply, channel.alloc()));
        }
    }

    @Override
    public void write(ByteBuf frame) {
        if (closing) {
            frame.release();
            return;
        }
        unflushed = true;
        channel.write(frame, channel.voidPromise());
    }

    @Override
    public void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    @Override
    public boolean isClear() {
        return socket != null && !closing && socket.isClear();
    }

    @Override
    public void send(ByteBuf shared) {
        int sent = socket != null && isClear() ? socket.send(shared) : 0;
        if (sent < shared.readableBytes()) {
            write(shared.retainedSlice(shared.readerIndex() + sent, shared.readableBytes() - sent));
            flush();
        }
    }

    @Override
    public void close(Effect.Close reason) {
        sendClose(Closing.of(reason));
    }

    /** Closes for what the session does not know of. Does nothing the second time. */
    void close(Closing why) {
        if (!closing) {
            Reason reason = why.reason();
            if (reason != null) {
                closes.accept(reason);
            }
            Violation violation = reason == null ? Violation.BAD_FRAMES : Violation.of(reason);
            if (violation != null) {
                visit.note(violation);
            }
        }
        sendClose(why);
    }

    /** Sends a close frame and gives the client time to answer it. */
    private void sendClose(Closing why) {
        if (!closing) {
            writeLast(ControlFrames.close(why, channel.alloc()), channel.voidPromise());
        }
    }

    /** Answers the client's close frame, and closes; the server closes first (RFC 6455, section 7.1.1). */
    void closeAnswering(int status) {
        if (closing) {
            channel.close();
        } else {
            ChannelPromise sent = channel.newPromise().addListener(ChannelFutureListener.CLOSE);
            writeLast(ControlFrames.closeEcho(status, channel.alloc()), sent);
        }
    }

    private void writeLast(ByteBuf closeFrame, ChannelPromise sent) {
        closing = true;
        unflushed = false;
        channel.writeAndFlush(closeFrame, sent);
        pauseReading(false);
        channel.eventLoop().schedule(() -> channel.close(), CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the connection without a word. */
    void abort() {
        channel.close();
    }

    /** Whether a close frame was written, so that nothing more will be. */
    boolean isClosing() {
        return closing;
    }

    /** Whether the client reads what it is sent, so that more may be read from it. */
    boolean isWritable() {
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
        readingPaused = paused && !closing;
        pausedSinceBeat |= readingPaused;
        updateAutoRead();
    }

    /**
     * Reads from the client while what it sends can go on, unless it leaves its answers unread. One that reads, but is slower
     * than its channels, has as much waiting as is written ahead most of the time, and is read from all the same: it may be
     * about to leave one, and its pongs say that it lives.
     */
    void updateAutoRead() {
        boolean wasDeaf = deaf;
        deaf = readingPaused || leavesUnread();
        channel.config().setAutoRead(!deaf);
        if (wasDeaf && !deaf) {
            channel.eventLoop().execute(this::listen);
        }
    }

    private void listen() {
        if (!deaf) {
            whenListening.run();
        }
    }

    /** What the client sends is to be heard: it is read from, or on its way out, when it may still want to say so. */
    boolean isListening() {
        return !deaf || closing;
    }

    /** Sets what is to be done when the client is listened to again. */
    void whenListening(Runnable task) {
        whenListening = task;
    }

    /** Whether so much waits for the client, its answers with it, that it is not to be given more of them. */
    boolean leavesUnread() {
        return Output.isLeftUnread(channel);
    }

    /** Whether there was a time since it was last asked in which nothing was read, not even an answer to a ping. */
    boolean wasPausedSinceBeat() {
        boolean was = pausedSinceBeat;
        pausedSinceBeat = readingPaused;
        return was;
    }

    @Override
    public void background(boolean hidden) {
        background = hidden;
    }

    /** Whether the client has said that it is in the background. */
    boolean isBackground() {
        return background;
    }
}
