package io.fairlead.wire;

import io.fairlead.topic.Message;
import io.fairlead.topicmap.PayloadForm;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to clients, with everything a frame says of it. Nothing in it differs between its receivers.
 *
 * @param message the message as the broker sent it
 * @param channel the concrete channel
 * @param filter the channel filter it came through; null if the subscription has no wildcard
 * @param pos its position in the channel; negative for a retained one that is replayed
 * @param seq its sequence number on a durable channel; negative on a live one
 * @param receivedMillis when the gateway received it, in milliseconds since 1970
 * @param retained whether the frame says {@code retained}
 * @param form the form the payload takes where it is valid in it
 * @param props the names of the user properties that the route lets through; {@code *} for all
 * @param repeat whether the broker says that it sent the message before
 */
public record OutgoingMessage(
        Message message,
        String channel,
        @Nullable String filter,
        long pos,
        long seq,
        long receivedMillis,
        boolean retained,
        PayloadForm form,
        Set<String> props,
        boolean repeat) {

    /** A message of a live channel, of which nobody says that it is a repeat. */
    public OutgoingMessage(
            Message message,
            String channel,
            @Nullable String filter,
            long pos,
            long seq,
            long receivedMillis,
            boolean retained,
            PayloadForm form,
            Set<String> props) {
        this(message, channel, filter, pos, seq, receivedMillis, retained, form, props, false);
    }
}
