package io.fairlead.wire.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A PUBLISH that many clients are sent, of which each needs a packet identifier of its own (MQTT 5, section 2.2.1).
 *
 * <p>Up to {@link #COPIED} bytes a client gets a copy: one buffer from the pool and a few hundred nanoseconds at most, which is
 * less than what two buffers cost on their way through the channel and the system call. A larger one is copied up to its
 * identifier, and its rest is shared: a payload is there once however many have not read it.
 */
public final class SharedPublish {

    static final int COPIED = 2048;

    private SharedPublish() {}

    /** Whether it bears a packet identifier. */
    public static boolean isAcknowledged(ByteBuf packet) {
        return (packet.getByte(packet.readerIndex()) & 6) != 0;
    }

    /**
     * The packet with this identifier, for one client to write and release.
     *
     * @param shared the packet that bears an identifier already, of no meaning; neither moved nor released
     */
    public static ByteBuf withId(ByteBuf shared, int packetId, ByteBufAllocator allocator) {
        int from = shared.readerIndex();
        int idAt = packetIdAt(shared);
        int rest = idAt + 2;
        int length = shared.readableBytes();
        if (length <= COPIED) {
            return copy(shared, length, allocator).setShort(idAt - from, packetId);
        }
        ByteBuf head = copy(shared, rest - from, allocator).setShort(idAt - from, packetId);
        return allocator
                .compositeBuffer(2)
                .addComponents(true, head, shared.retainedSlice(rest, shared.writerIndex() - rest));
    }

    private static ByteBuf copy(ByteBuf shared, int length, ByteBufAllocator allocator) {
        return allocator.ioBuffer(length).writeBytes(shared, shared.readerIndex(), length);
    }

    /** It comes right after the topic. */
    private static int packetIdAt(ByteBuf packet) {
        int topicAt = packet.readerIndex() + 1;
        while (packet.getByte(topicAt) < 0) {
            topicAt++;
        }
        topicAt++;
        return topicAt + 2 + packet.getUnsignedShort(topicAt);
    }
}
