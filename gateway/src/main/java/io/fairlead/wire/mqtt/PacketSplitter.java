package io.fairlead.wire.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what is read into packets (MQTT 5, section 2.1): a {@link PublishFrame} for each PUBLISH, and one {@link ByteBuf} of
 * exactly one packet for any other, each checked by {@link PacketRules}. A packet that lies whole in what was read is passed
 * on where it lies; only what is cut off by the end of a read is copied. Between packets it holds no buffer.
 *
 * <p>What cannot be read goes on as an {@link MqttFault} by {@code exceptionCaught}, once, and nothing after it. On the
 * channel's loop only.
 */
public final class PacketSplitter extends ChannelInboundHandlerAdapter {

    /** The most bytes a packet may have: no length can announce more (MQTT 5, section 1.5.5). */
    public static final int MAX_PACKET_BYTES = 268_435_455 + 5;

    private final PacketRules rules;
    private int maxPacketBytes;

    // For the life of the connection: nothing is read once packets can no longer be told apart.
    private boolean ended;
    private boolean held;
    private boolean closed;
    private boolean reading;
    private @Nullable ChannelHandlerContext context;

    // From one read to the next: the beginning of a packet, or whole ones that are held back.
    private @Nullable ByteBuf rest;
    private boolean heldBack;

    private PacketSplitter(PacketRules rules, int maxPacketBytes) {
        this.rules = rules;
        this.maxPacketBytes = maxPacketBytes;
    }

    /**
     * For what a client sends.
     *
     * @param maxPacketBytes how many bytes a packet may have, with its fixed header
     */
    public static PacketSplitter ofClient(int maxPacketBytes) {
        return new PacketSplitter(PacketRules.ofClient(), maxPacketBytes);
    }

    /**
     * For what a broker sends.
     *
     * @param maxPacketBytes how many bytes a packet may have, with its fixed header
     */
    public static PacketSplitter ofBroker(int maxPacketBytes) {
        return new PacketSplitter(PacketRules.ofBroker(), maxPacketBytes);
    }

    /** Says which version is spoken from the next packet on. Until then it is 3.1.1; a CONNECT says its own. */
    public void speaks(boolean v5) {
        rules.speaks(v5);
    }

    /** Whether MQTT 5 is spoken, as far as is known: a CONNECT says so even if it is refused. */
    public boolean isV5() {
        return rules.isV5();
    }

    /** Whether a client's CONNECT has come and was sound. */
    public boolean isConnected() {
        return rules.isConnected();
    }

    /** Bounds the packets from the next on, in bytes with their fixed header. */
    public void maxPacketBytes(int bytes) {
        maxPacketBytes = bytes;
    }

    /**
     * Passes nothing on until it is called with false; what was read by then waits. To be used together with the channel's
     * auto-read, which bounds how much that is. Once the connection is gone nothing waits any more: what the peer sent before
     * it left, its DISCONNECT perhaps, is passed on first.
     */
    public void hold(boolean hold) {
        boolean goesOn = held && !hold;
        held = hold && !closed;
        ChannelHandlerContext ctx = context;
        if (goesOn && heldBack && ctx != null) {
            ctx.executor().execute(() -> goOn(ctx));
        }
    }

    private void goOn(ChannelHandlerContext ctx) {
        if (heldBack && !held) {
            readHeldBack(ctx);
            ctx.fireChannelReadComplete();
        }
    }

    private void readHeldBack(ChannelHandlerContext ctx) {
        ByteBuf waiting = rest;
        if (heldBack && !held && waiting != null) {
            heldBack = false;
            rest = null;
            read(ctx, waiting);
        }
    }

    /** Passes nothing more on, and forgets what is unfinished. */
    public void end() {
        ended = true;
        if (rest != null && !reading) {
            rest.release();
            rest = null;
            heldBack = false;
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        held = false;
        readHeldBack(ctx);
        end();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        readHeldBack(ctx);
        read(ctx, (ByteBuf) bytes);
    }

    /** Reads what came, and releases it. */
    private void read(ChannelHandlerContext ctx, ByteBuf in) {
        reading = true;
        try {
            completeRest(ctx, in);
            emitWhole(ctx, in);
            keep(ctx, in);
        } catch (MqttFault fault) {
            ended = true;
            ctx.fireExceptionCaught(fault);
        } finally {
            reading = false;
            in.release();
            if (ended) {
                end();
            }
        }
    }

    /** Adds to a packet that was begun what it lacks, and passes it on once it is whole. */
    private void completeRest(ChannelHandlerContext ctx, ByteBuf in) {
        ByteBuf begun = rest;
        if (begun == null || held || ended) {
            return;
        }
        int size = size(begun);
        while (size < 0 && in.isReadable()) {
            begun.writeByte(in.readByte());
            size = size(begun);
        }
        if (size > 0) {
            begun.writeBytes(in, Math.min(in.readableBytes(), size - begun.readableBytes()));
        }
        if (size == begun.readableBytes()) {
            rest = null;
            emit(ctx, begun);
        }
    }

    private void emitWhole(ChannelHandlerContext ctx, ByteBuf in) {
        while (!ended && !held && in.isReadable()) {
            int size = size(in);
            if (size < 0 || size > in.readableBytes()) {
                return;
            }
            emit(ctx, in.readRetainedSlice(size));
        }
    }

    private void keep(ChannelHandlerContext ctx, ByteBuf in) {
        if (ended || !in.isReadable()) {
            return;
        }
        heldBack = held;
        ByteBuf kept = rest;
        if (kept == null) {
            rest = ctx.alloc().buffer(in.readableBytes()).writeBytes(in);
        } else {
            kept.writeBytes(in);
        }
    }

    /** How many bytes the packet has that begins here; negative if that cannot be told yet. */
    private int size(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        if (at < end) {
            rules.checkFirstByte(in.getByte(at));
        }
        int length = 0;
        for (int i = 0; i < 4 && at + 1 + i < end; i++) {
            byte one = in.getByte(at + 1 + i);
            length |= (one & 0x7F) << (7 * i);
            if (one >= 0) {
                return checkedSize(2 + i + length);
            }
        }
        if (at + 4 < end) {
            throw MqttFault.malformed("a packet's length has more than four bytes");
        }
        return -1;
    }

    private int checkedSize(int size) {
        if (size > maxPacketBytes) {
            throw new MqttFault(
                    MqttFault.PACKET_TOO_LARGE,
                    "a packet of " + size + " bytes, where it may have " + maxPacketBytes + " at most");
        }
        return size;
    }

    private void emit(ChannelHandlerContext ctx, ByteBuf packet) {
        Object checked;
        try {
            checked = rules.check(packet);
        } catch (MqttFault fault) {
            packet.release();
            throw fault;
        }
        ctx.fireChannelRead(checked);
    }
}
