package io.fairlead.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;

/** What a client's channel still has to send. Used on the channel's loop. */
public final class Output {

    /** How many times what is written ahead may wait for a client, with its answers, before it is not read from any more. */
    private static final int MOST_UNREAD = 2;

    private Output() {}

    /** Bytes that were written and have not left yet. */
    public static long pendingBytes(Channel channel) {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }

    /** Sets how many bytes may be pending before the channel is not writable; it is again at half of them. */
    public static void writeAhead(Channel channel, long bytes) {
        int high = (int) Math.max(2, Math.min(Integer.MAX_VALUE, bytes));
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
    }

    /** Whether so much waits for the client, its answers with it, that it is not to be given more of them. */
    public static boolean isLeftUnread(Channel channel) {
        return !channel.isWritable()
                && pendingBytes(channel) > (long) MOST_UNREAD * channel.config().getWriteBufferHighWaterMark();
    }
}
