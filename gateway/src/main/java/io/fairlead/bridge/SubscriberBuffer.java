package io.fairlead.bridge;

import io.fairlead.topicmap.SlowPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What one subscription keeps for its client instead of sending it at once. There only while something is kept, or may have to
 * be at any message. Owned by the client's loop.
 */
final class SubscriberBuffer {

    final Subscriber subscriber;

    /** What waits because the client does not read, as the route's {@code slow} says. */
    final WaitingMessages unread;

    /** What waits for its turn, where the subscription has a {@code maxRate}. */
    final @Nullable PacedChannels paced;

    /** What waits for the client to come to the foreground; null while it is there. */
    @Nullable
    WaitingMessages hidden;

    /** Messages that were dropped since the client was last told. */
    long dropped;

    // What of it is counted already.
    long countedBytes;
    int countedMessages;

    /** Whether the subscription has ended, so that nothing of this is to be held any more. */
    boolean ended;

    SubscriberBuffer(Subscriber subscriber) {
        this.subscriber = subscriber;
        this.unread = new WaitingMessages(subscriber.grant().slow() == SlowPolicy.LATEST);
        this.paced = subscriber.join.maxRate() > 0 ? new PacedChannels(subscriber.join.maxRate()) : null;
    }

    /** What it counts against the client's bound. */
    long bytes() {
        return ended ? 0 : unread.bytes() + (hidden == null ? 0 : hidden.bytes()) + (paced == null ? 0 : paced.bytes());
    }

    int messages() {
        return unread.size() + (hidden == null ? 0 : hidden.size()) + (paced == null ? 0 : paced.size());
    }

    /** Takes any message, of each channel the eldest first; null if there is none. */
    @Nullable
    Waiting poll() {
        Waiting message = unread.poll();
        while (message == null && paced != null && paced.size() > 0) {
            message = paced.poll();
        }
        // What had its turn to wait for, came before the client went to the background
        return message == null && hidden != null ? hidden.poll() : message;
    }

    /** Whether it keeps nothing, and nothing has to be kept or told. */
    boolean isOver() {
        return unread.isEmpty() && dropped == 0 && paced == null && hidden == null;
    }
}
