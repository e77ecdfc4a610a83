package io.fairlead.bridge;

import io.fairlead.topic.Message;
import io.fairlead.topic.UserProperty;
import io.fairlead.wire.OutgoingMessage;
import io.fairlead.wire.WireFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A live message that is kept for clients that come back, with the frames it was sent in; those of further formats are made
 * once, when the first client of the format comes back. Owned by its channel's loop.
 */
final class KeptMessage {

    private static final long NEVER = Long.MAX_VALUE;
    /** About what it takes beside its texts and payload, in bytes. */
    private static final int OVERHEAD = 300;

    final RecoveryRing ring;
    private final OutgoingMessage message;
    private final List<PreparedDelivery> encoded = new ArrayList<>(1);
    private long bytes;

    // Its place among all that are kept on the loop.
    @Nullable
    KeptMessage older;

    @Nullable
    KeptMessage newer;

    KeptMessage(RecoveryRing ring, OutgoingMessage message, @Nullable PreparedDelivery delivery) {
        this.ring = ring;
        this.message = message;
        this.bytes = OVERHEAD + bytesOf(message.message());
        if (delivery != null) {
            delivery.retain();
            add(delivery);
        }
    }

    private static long bytesOf(Message message) {
        long sum = 2L * message.topic().value().length() + message.payload().length;
        for (UserProperty property : message.properties()) {
            sum += property.name().length() + property.value().length();
        }
        return sum;
    }

    private void add(PreparedDelivery delivery) {
        encoded.add(delivery);
        bytes += delivery.capacity();
    }

    long bytes() {
        return bytes;
    }

    long receivedMillis() {
        return message.receivedMillis();
    }

    boolean isExpired(long nowMillis) {
        long seconds = message.message().expirySeconds();
        return (seconds < 0 ? NEVER : receivedMillis() + seconds * 1000) <= nowMillis;
    }

    /** The message in this format, to be released by the caller. */
    PreparedDelivery in(WireFormat format) {
        for (PreparedDelivery one : encoded) {
            if (one.has(format)) {
                one.retain();
                return one;
            }
        }
        PreparedDelivery made = PreparedDelivery.of(message, format);
        add(made);
        made.retain();
        return made;
    }

    void release() {
        encoded.forEach(PreparedDelivery::release);
        encoded.clear();
    }
}
