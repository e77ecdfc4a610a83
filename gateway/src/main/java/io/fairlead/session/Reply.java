package io.fairlead.session;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topicmap.Delivery;
import io.fairlead.topicmap.PayloadForm;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a session says to its client, messages of channels apart: those are encoded once for all who receive them. */
public sealed interface Reply {

    /** Hands the reply to the method of its case; a new case does not compile until every writer handles it. */
    void writeTo(Writer writer);

    /** Puts replies into words of a wire format. */
    interface Writer {
        void welcome(Welcome reply);

        void subscribed(Subscribed reply);

        void unsubscribed(Unsubscribed reply);

        void published(Published reply);

        void response(Response reply);

        void authenticated(Authenticated reply);

        void pong(Pong reply);

        void failed(Failed reply);

        void brokerDown(Notice.BrokerDown reply);

        void brokerUp(Notice.BrokerUp reply);

        void dropped(Notice.Dropped reply);

        void gap(Notice.Gap reply);

        void tokenExpiring(Notice.TokenExpiring reply);

        void draining(Notice.Draining reply);
    }

    record Welcome(
            @Nullable CommandId id,
            String client,
            @Nullable String user,
            String node,
            String protocol,
            @Nullable String secret,
            long pingMillis,
            @Nullable Instant expires,
            boolean brokerUp,
            Limits limits)
            implements Reply {
        @Override
        public void writeTo(Writer writer) {
            writer.welcome(this);
        }
    }

    /** What a client may do, told at the start so that it need not find out by errors. */
    record Limits(
            int maxBytes, int subscriptions, double publishPerSecond, double commandsPerSecond, double bytesPerSecond) {

        /** What these rates leave a client. */
        Limits(int maxBytes, int subscriptions, RateSettings rates) {
            this(maxBytes, subscriptions, rates.publishPerSecond(), rates.commandsPerSecond(), rates.bytesPerSecond());
        }
    }

    /**
     * A subscription is in force.
     *
     * @param pending whether it takes effect only when the broker returns
     * @param recovered whether the client has missed nothing; null where it asked for no recovery
     * @param missed how many messages it missed; negative if unknown
     */
    record Subscribed(
            @Nullable CommandId id,
            String channel,
            Qos qos,
            Delivery delivery,
            @Nullable String epoch,
            long pos,
            boolean pending,
            @Nullable Boolean recovered,
            long missed)
            implements Reply {
        @Override
        public void writeTo(Writer writer) {
            writer.subscribed(this);
        }
    }

    /** A subscription has ended; {@code reason} is null where the client asked for it. */
    record Unsubscribed(
            @Nullable CommandId id,
            String channel,
            @Nullable Reason reason) implements Reply {
        @Override
        public void writeTo(Writer writer) {
            writer.unsubscribed(this);
        }
    }

    /**
     * A publish succeeded.
     *
     * @param by {@code broker} or {@code gateway}: who vouches for it
     * @param reason the broker's own word; null where the gateway vouches
     */
    record Published(
            @Nullable CommandId id, String by, @Nullable String reason) implements Reply {
        @Override
        public void writeTo(Writer writer) {
            writer.published(this);
        }
    }

    /**
     * A request was answered.
     *
     * @param message the answer
     * @param form the form the payload takes where it is valid in it
     * @param props the names of the user properties that the route lets through; {@code *} for all
     */
    record Response(CommandId id, Message message, PayloadForm form, Set<String> props) implements Reply {
        @Override
        public void writeTo(Writer writer) {
            writer.response(this);
        }
    }

    record Authenticated(@Nullable CommandId id, @Nullable Instant expires) implements Reply {
        @Override
        public void writeTo(Writer writer) {
            writer.authenticated(this);
        }
    }

    record Pong(@Nullable CommandId id) implements Reply {
        @Override
        public void writeTo(Writer writer) {
            writer.pong(this);
        }
    }

    /**
     * A command failed.
     *
     * @param why a sentence for who must act on it
     * @param retryAfterMillis negative if not known
     * @param mqttReason the broker's reason code, negative if it gave none
     */
    record Failed(@Nullable CommandId id, Reason reason, String why, long retryAfterMillis, int mqttReason)
            implements Reply {
        @Override
        public void writeTo(Writer writer) {
            writer.failed(this);
        }
    }

    /** Tells the client of something it did not ask about. */
    sealed interface Notice extends Reply {

        record BrokerDown() implements Notice {
            @Override
            public void writeTo(Writer writer) {
                writer.brokerDown(this);
            }
        }

        record BrokerUp() implements Notice {
            @Override
            public void writeTo(Writer writer) {
                writer.brokerUp(this);
            }
        }

        /** The gateway itself dropped messages of a channel. */
        record Dropped(String channel, long count, String why) implements Notice {
            @Override
            public void writeTo(Writer writer) {
                writer.dropped(this);
            }
        }

        /** The gateway may have missed messages of a channel, whose numbering starts anew. */
        record Gap(String channel, String epoch, long pos, boolean certain) implements Notice {
            @Override
            public void writeTo(Writer writer) {
                writer.gap(this);
            }
        }

        record TokenExpiring(long inMillis) implements Notice {
            @Override
            public void writeTo(Writer writer) {
                writer.tokenExpiring(this);
            }
        }

        record Draining(long reconnectAfterMillis) implements Notice {
            @Override
            public void writeTo(Writer writer) {
                writer.draining(this);
            }
        }
    }
}
