package io.fairlead.session;

import io.fairlead.topic.Qos;
import io.fairlead.topic.UserProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks for, as a wire format read it. */
public sealed interface Command {

    /** The command's id; null if the client wants an answer only to a failure. */
    @Nullable
    CommandId id();

    /** Hands the command to the method of its case; a new case does not compile until every handler has one. */
    void giveTo(Handler handler, long nowMillis);

    /** Takes commands, one method for each case. Time is in milliseconds since 1970. */
    interface Handler {
        void connect(Connect command, long nowMillis);

        void subscribe(Subscribe command, long nowMillis);

        void unsubscribe(Unsubscribe command, long nowMillis);

        void publish(Publish command, long nowMillis);

        void request(Request command, long nowMillis);

        void auth(Auth command, long nowMillis);

        void ack(Ack command, long nowMillis);

        void ping(Ping command, long nowMillis);

        void background(Background command, long nowMillis);

        void foreground(Foreground command, long nowMillis);

        void invalid(Invalid command, long nowMillis);
    }

    /** Opens the session. {@code pos} and {@code ack} of a subscription are those of an earlier connection. */
    record Connect(
            @Nullable CommandId id,
            @Nullable String token,
            @Nullable String client,
            @Nullable String instance,
            @Nullable String secret,
            List<String> accept,
            List<Subscribe> subscribe)
            implements Command {
        @Override
        public void giveTo(Handler handler, long nowMillis) {
            handler.connect(this, nowMillis);
        }
    }

    /**
     * Subscribes to a channel or channel filter.
     *
     * @param epoch the epoch {@code pos} or {@code ack} counts in; null if the client has none
     * @param pos the last position handled; negative if the client has none
     * @param ack the last sequence number handled of a durable channel; negative if the client has none
     * @param maxRate messages a second at most; 0 for the route's own
     * @param terms what it asks for beside
     */
    record Subscribe(
            @Nullable CommandId id,
            String channel,
            @Nullable String epoch,
            long pos,
            long ack,
            double maxRate,
            RetainedMode retained,
            SubscribeTerms terms)
            implements Command {

        /** Subscribes as the route says. */
        public Subscribe(
                @Nullable CommandId id,
                String channel,
                @Nullable String epoch,
                long pos,
                long ack,
                double maxRate,
                RetainedMode retained) {
            this(id, channel, epoch, pos, ack, maxRate, retained, SubscribeTerms.OF_ROUTE);
        }

        @Override
        public void giveTo(Handler handler, long nowMillis) {
            handler.subscribe(this, nowMillis);
        }
    }

    record Unsubscribe(@Nullable CommandId id, String channel) implements Command {
        @Override
        public void giveTo(Handler handler, long nowMillis) {
            handler.unsubscribe(this, nowMillis);
        }
    }

    /**
     * Publishes.
     *
     * @param qos the QoS asked for; null for the route's
     * @param expirySeconds negative if the message does not expire
     * @param again whether this repeats an earlier publish with the same id
     * @param packet what it says as an MQTT packet; null if it is none
     */
    record Publish(
            @Nullable CommandId id,
            String channel,
            Payload payload,
            @Nullable Qos qos,
            boolean retain,
            long expirySeconds,
            boolean again,
            @Nullable String contentType,
            List<UserProperty> props,
            @Nullable PublishPacket packet)
            implements Command {

        /** A publish that is no MQTT packet. */
        public Publish(
                @Nullable CommandId id,
                String channel,
                Payload payload,
                @Nullable Qos qos,
                boolean retain,
                long expirySeconds,
                boolean again,
                @Nullable String contentType,
                List<UserProperty> props) {
            this(id, channel, payload, qos, retain, expirySeconds, again, contentType, props, null);
        }

        /** The id that the client itself gave; null if it gave none, or a packet identifier, which is soon another's. */
        @Nullable
        CommandId ownId() {
            return packet == null ? id : null;
        }

        @Override
        public void giveTo(Handler handler, long nowMillis) {
            handler.publish(this, nowMillis);
        }
    }

    /** Publishes and waits for an answer; {@code timeoutMillis} is 0 for the gateway's own. */
    record Request(@Nullable CommandId id, String channel, Payload payload, long timeoutMillis) implements Command {
        @Override
        public void giveTo(Handler handler, long nowMillis) {
            handler.request(this, nowMillis);
        }
    }

    /** Shows a fresh token. */
    record Auth(@Nullable CommandId id, String token) implements Command {
        @Override
        public void giveTo(Handler handler, long nowMillis) {
            handler.auth(this, nowMillis);
        }
    }

    /** Acknowledges durable messages up to {@code seq}, cumulatively. */
    record Ack(@Nullable CommandId id, String epoch, long seq) implements Command {
        @Override
        public void giveTo(Handler handler, long nowMillis) {
            handler.ack(this, nowMillis);
        }
    }

    record Ping(@Nullable CommandId id) implements Command {
        @Override
        public void giveTo(Handler handler, long nowMillis) {
            handler.ping(this, nowMillis);
        }
    }

    record Background(@Nullable CommandId id) implements Command {
        @Override
        public void giveTo(Handler handler, long nowMillis) {
            handler.background(this, nowMillis);
        }
    }

    record Foreground(@Nullable CommandId id) implements Command {
        @Override
        public void giveTo(Handler handler, long nowMillis) {
            handler.foreground(this, nowMillis);
        }
    }

    /** A frame that could not be read as a command: answered with an error, and counted. */
    record Invalid(@Nullable CommandId id, Reason reason, String why) implements Command {
        @Override
        public void giveTo(Handler handler, long nowMillis) {
            handler.invalid(this, nowMillis);
        }
    }
}
