package io.fairlead.bridge;

import io.fairlead.topic.Message;
import io.fairlead.topic.UserProperty;
import io.fairlead.wire.OutgoingMessage;
import io.fairlead.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A message encoded once for each format its receivers use, frame header included. Receivers write duplicates of the same
 * bytes. Counted by reference: made with one, one more for each loop it is handed to.
 */
final class PreparedDelivery {

    private static final String MARK = "fairlead-id";

    private final WireFormat[] formats;
    private final ByteBuf[] frames;

    /** The concrete channel. */
    final String channel;

    /** Whether it is a retained message that is replayed. */
    final boolean replay;

    /** Whether its publisher had it retained, as far as the broker tells. */
    final boolean retained;

    /** The mark of the client that published it; null where it bears none. */
    final @Nullable String publisher;

    private PreparedDelivery(OutgoingMessage message, WireFormat[] formats, ByteBuf[] frames) {
        this.formats = formats;
        this.frames = frames;
        this.channel = message.channel();
        this.replay = message.pos() < 0;
        this.retained = message.message().retain();
        this.publisher = publisherOf(message.message());
    }

    /** Encodes a message for some formats. */
    static PreparedDelivery of(OutgoingMessage message, WireFormat... formats) {
        ByteBuf[] frames = new ByteBuf[formats.length];
        int made = 0;
        try {
            for (; made < formats.length; made++) {
                frames[made] = formats[made].encode(message, ByteBufAllocator.DEFAULT);
            }
        } catch (RuntimeException e) {
            for (int i = 0; i < made; i++) {
                frames[i].release();
            }
            throw e;
        }
        return new PreparedDelivery(message, formats, frames);
    }

    /** The whole frame, for one receiver to write and release. */
    ByteBuf frame(WireFormat format) {
        return shared(format).retainedDuplicate();
    }

    /** The whole frame that all receivers share, to be neither moved nor released. */
    ByteBuf shared(WireFormat format) {
        for (int i = 0; i < formats.length; i++) {
            if (formats[i] == format) {
                return frames[i];
            }
        }
        throw new IllegalStateException("not encoded for " + format);
    }

    /** How long the frame of a format is, in bytes. */
    int length(WireFormat format) {
        return shared(format).readableBytes();
    }

    /** How many bytes of memory all frames take. */
    long capacity() {
        long sum = 0;
        for (ByteBuf frame : frames) {
            sum += frame.capacity();
        }
        return sum;
    }

    /** Whether it was encoded for this format. */
    boolean has(WireFormat format) {
        for (WireFormat one : formats) {
            if (one == format) {
                return true;
            }
        }
        return false;
    }

    void retain() {
        for (ByteBuf frame : frames) {
            frame.retain();
        }
    }

    void release() {
        for (ByteBuf frame : frames) {
            frame.release();
        }
    }

    /** The part of a publish's mark that stands for user and client: what comes before its first colon. */
    static @Nullable String publisherOf(Message message) {
        for (UserProperty property : message.properties()) {
            int colon = property.name().equals(MARK) ? property.value().indexOf(':') : -1;
            if (colon >= 0) {
                return property.value().substring(0, colon);
            }
        }
        return null;
    }
}
