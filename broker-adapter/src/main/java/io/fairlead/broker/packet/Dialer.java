package io.fairlead.broker.packet;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.IoEventLoopGroup;

/**
 * Opens connections to the broker for clients whose packets are passed on as they are. What it opens carries bytes of MQTT,
 * whatever the address's scheme; nothing has been sent on it. Addresses, TLS and the connect budget are those of all links.
 * Thread-safe.
 */
public interface Dialer {

    /** Hears what became of a dialling, once, on the loop, unless it was given up before. */
    interface Listener {

        /** Bytes of MQTT can be written. The handlers are in the pipeline; their channelActive has been called. */
        void onOpen(Channel channel);

        /** No address could be reached. {@code why} is a sentence for the operator. */
        void onFailed(String why);
    }

    /** A dialling that is under way. */
    interface Dialing {

        /** Gives it up: nothing is told any more, and what is opened already is closed. Does nothing once it was told. */
        void cancel();
    }

    /**
     * Connects, at the next turn of the budget, to the first of the broker's addresses that answers. Returns at once.
     *
     * @param loop a group of exactly one loop, on which the connection lives
     * @param handlers what takes and gives the bytes, in the pipeline's order
     */
    Dialing dial(IoEventLoopGroup loop, Listener listener, ChannelHandler... handlers);

    /**
     * A dialer that reaches nothing, where there is nothing to dial.
     *
     * @param why what each listener is told
     */
    static Dialer toNowhere(String why) {
        return (loop, listener, handlers) -> {
            var told = loop.submit(() -> listener.onFailed(why));
            return () -> told.cancel(false);
        };
    }
}
