package io.fairlead.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.CharsetUtil;

/** What a client says and hears on one connection once it is upgraded. One for each connection, on its loop. */
interface Conversation {

    /** The connection is upgraded. */
    void begin(Channel channel);

    /** A text or binary frame came. */
    void onFrame(Channel channel, ByteBuf buffer, int offset, int length);

    /** The floor's: who connects is subscribed, every frame is a message. */
    record Floor(Tally tally) implements Conversation {

        @Override
        public void begin(Channel channel) {
            tally.subscriberReady();
        }

        @Override
        public void onFrame(Channel channel, ByteBuf buffer, int offset, int length) {
            tally.message(buffer, offset, length);
        }
    }

    /** Fairlead's: the URL subscribes, {@code subscribed} says when, messages say what they are. */
    record Fairlead(Tally tally) implements Conversation {

        private static final String MESSAGE = "{\"type\":\"message\"";
        private static final long MESSAGE_HEAD = head(MESSAGE);
        private static final int TELLING = 8;

        @Override
        public void begin(Channel channel) {}

        @Override
        public void onFrame(Channel channel, ByteBuf buffer, int offset, int length) {
            if (length > MESSAGE.length() && buffer.getLong(offset + TELLING) == MESSAGE_HEAD) {
                tally.message(buffer, offset, length);
            } else {
                onReply(buffer.toString(offset, length, CharsetUtil.UTF_8));
            }
        }

        private void onReply(String text) {
            if (text.contains("\"pending\":true")) {
                throw new BenchException("The gateway's broker is away: " + text);
            } else if (text.startsWith("{\"type\":\"subscribed\"")) {
                tally.subscriberReady();
            } else if (text.startsWith("{\"type\":\"error\"")) {
                throw new BenchException("The gateway answered a subscriber with " + text);
            }
        }

        /** The eight bytes that tell one type from another: {@code :"messag}. */
        private static long head(String text) {
            long head = 0;
            for (int i = TELLING; i < TELLING + Long.BYTES; i++) {
                head = head << 8 | text.charAt(i);
            }
            return head;
        }
    }

    /** Fairlead's, of a client that reads nothing any more once it is subscribed. */
    record Stalled(Tally tally) implements Conversation {

        @Override
        public void begin(Channel channel) {}

        @Override
        public void onFrame(Channel channel, ByteBuf buffer, int offset, int length) {
            if (buffer.toString(offset, length, CharsetUtil.UTF_8).startsWith("{\"type\":\"subscribed\"")) {
                tally.subscriberReady();
                channel.config().setAutoRead(false);
            }
        }
    }
}
