package io.fairlead.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The handler that makes a WebSocket a stream of bytes for those behind it: binary frames in, their payload on; bytes out,
 * in frames. All that is written between two flushes leaves in one frame, up to {@link #LARGE_FRAME_BYTES}, whose header is
 * filled in when it is known how long it is: bytes that several clients share are framed without being copied or wrapped.
 * Closing says so to the client and waits a while for its answer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and there is nobody else to tell
public final class BinaryWebSocket extends ChannelDuplexHandler implements BinaryFrames.Sink {
    /** A frame that has as many bytes takes no more packets: some clients bound the frames they read. */
    private static final int LARGE_FRAME_BYTES = 32 << 10;

    private static final int LONGEST_HEADER = 10;
    private static final int NORMAL_CLOSURE = 1000;

    private final BinaryFrames frames = new BinaryFrames();

    // From handlerAdded on.
    private @Nullable ChannelHandlerContext context;

    // From the first write after a flush to that flush: the frame's header, to be filled in, and its length so far.
    private @Nullable ByteBuf header;
    private int length;

    // From the close frame on, the client's or ours.
    private boolean closing;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        frames.end();
        endFrame();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        frames.read((ByteBuf) bytes, ctx.alloc(), this);
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        if (!closing) {
            context().fireChannelRead(bytes.retain());
        }
    }

    @Override
    public void onPing(ByteBuf payload) {
        if (!closing && context().channel().isWritable()) {
            endFrame();
            context().writeAndFlush(ControlFrames.pong(payload, payload.alloc()));
        }
    }

    @Override
    public void onClose(int status) {
        if (closing) {
            context().close();
        } else {
            sendLast(ControlFrames.closeEcho(status, context().alloc()))
                    .addListener(sent -> context().close());
        }
    }

    @Override
    public void onViolation(Closing why) {
        if (!closing) {
            sendLast(ControlFrames.close(why, context().alloc()))
                    .addListener(sent -> context().close());
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ByteBuf bytes = (ByteBuf) message;
        if (closing) {
            ReferenceCountUtil.release(bytes);
            promise.trySuccess();
            return;
        }
        if (bytes.isReadable()) {
            openFrame(ctx);
            length += bytes.readableBytes();
        }
        ctx.write(bytes, promise);
        if (length >= LARGE_FRAME_BYTES) {
            endFrame();
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        endFrame();
        ctx.flush();
    }

    /** The header waits in the channel with the rest. It is kept here too, since a channel that fails lets it go. */
    private void openFrame(ChannelHandlerContext ctx) {
        if (header == null) {
            ByteBuf begun = ctx.alloc().ioBuffer(LONGEST_HEADER).writeZero(LONGEST_HEADER);
            header = begun;
            ctx.write(begun.retain(), ctx.voidPromise());
        }
    }

    /** Fills the header in, right up to its end, so that it begins where its shortest form does. */
    private void endFrame() {
        ByteBuf begun = header;
        if (begun == null) {
            return;
        }
        int size = length < 126 ? 2 : length <= 0xFFFF ? 4 : LONGEST_HEADER;
        int at = begun.writerIndex() - size;
        begun.setByte(at, 0x80 | FrameHeader.BINARY);
        if (size == 2) {
            begun.setByte(at + 1, length);
        } else if (size == 4) {
            begun.setByte(at + 1, 126).setShort(at + 2, length);
        } else {
            begun.setByte(at + 1, 127).setLong(at + 2, length);
        }
        begun.readerIndex(at);
        header = null;
        length = 0;
        begun.release();
    }

    /** Says goodbye the first time, and closes the second; or once the client has answered, or after a few seconds. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (closing || !ctx.channel().isActive()) {
            ctx.close(promise);
            return;
        }
        sendLast(ControlFrames.close(NORMAL_CLOSURE, ctx.alloc())).addListener((ChannelFuture sent) -> {
            if (!sent.isSuccess()) {
                ctx.close();
            }
        });
        Future<?> cut =
                ctx.executor().schedule(() -> ctx.close(), NettyConnection.CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> {
            cut.cancel(false);
            promise.trySuccess();
        });
    }

    private ChannelFuture sendLast(ByteBuf closeFrame) {
        endFrame();
        closing = true;
        return context().writeAndFlush(closeFrame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        frames.end();
        endFrame();
        ctx.fireChannelInactive();
    }
}
