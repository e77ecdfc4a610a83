package io.fairlead.transport.mqtt.shared;

import io.fairlead.admission.Notices;
import io.fairlead.admission.ReAuthentication;
import io.fairlead.session.CommandId;
import io.fairlead.session.Effect;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.ReasonCodes;
import io.netty.buffer.ByteBufAllocator;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts what a session answers into packets for its client: each reply finds the packet it answers by the command's id. */
final class Answers implements Reply.Writer {

    private static final int UNSUBSCRIBED = 0;
    private static final int BAD_CLIENT_ID = 0x85;
    private static final int BAD_CLIENT_ID_311 = 2;

    // As long as the connection.
    private final MqttConnection connection;
    private final Dialect dialect;
    private final Packets packets;
    private final Greeting greeting;
    private final Rounds rounds;
    private final PublishAnswers publishes;
    private final Consumer<Effect.Close> closer;
    private boolean wantsNotices;
    private boolean welcomed;

    /** @param closer closes the session, and with it the connection */
    Answers(
            SharedSessions of,
            MqttConnection connection,
            Dialect dialect,
            Greeting greeting,
            Consumer<Effect.Close> closer) {
        this.connection = connection;
        this.dialect = dialect;
        this.packets = new Packets(dialect);
        this.greeting = greeting;
        this.rounds = new Rounds(connection, packets);
        this.publishes = new PublishAnswers(of, connection, dialect, packets, closer);
        this.closer = closer;
    }

    Rounds rounds() {
        return rounds;
    }

    PublishAnswers publishes() {
        return publishes;
    }

    /** The client wants to be told what the gateway has to say of its own accord, or not any more. */
    void wantsNotices(boolean wants) {
        wantsNotices = wants;
    }

    Packets packets() {
        return packets;
    }

    /** Says why in the last packet, and closes. */
    void close(Effect.Close close) {
        String why = close.reason().sentence(close.why());
        if (welcomed) {
            connection.close(packets.disconnect(ReasonCodes.disconnect(close.reason()), why));
        } else {
            publishes.note(close.reason(), close.why());
            connection.close(packets.refuse(refusal(close.reason()), why));
        }
    }

    /** Before a session is open, a frame that is none can only be a client id that is none. */
    private int refusal(Reason reason) {
        if (reason == Reason.BAD_FRAME) {
            return dialect.v5() ? BAD_CLIENT_ID : BAD_CLIENT_ID_311;
        }
        return dialect.v5() ? ReasonCodes.connAck(reason) : ReasonCodes.connAck311(reason);
    }

    /** A message of this size was not sent, since the client takes none so large. */
    void withheld(int bytes) {
        publishes.note(
                Reason.TOO_LARGE,
                "a message in a packet of " + bytes + " bytes, where it takes " + dialect.maxPacketBytes()
                        + " at most");
    }

    /** Nothing was read from the client until now: nothing may be answered before its CONNECT. */
    @Override
    public void welcome(Reply.Welcome reply) {
        welcomed = true;
        publishes.knows(reply);
        connection.write(packets.connAck(0, greeting.properties(reply)));
        connection.pauseReading(false);
    }

    @Override
    public void subscribed(Reply.Subscribed reply) {
        rounds.answer(key(reply.id()), Math.min(1, reply.qos().level()));
    }

    /** MQTT cannot say that a subscription has ended: a client that did not ask for it has to connect again to know. */
    @Override
    public void unsubscribed(Reply.Unsubscribed reply) {
        if (reply.id() != null) {
            rounds.answer(key(reply.id()), UNSUBSCRIBED);
            return;
        }
        Reason reason = Objects.requireNonNullElse(reply.reason(), Reason.FORBIDDEN);
        String why = "the subscription to " + reply.channel() + " has ended: " + reason.text();
        closer.accept(new Effect.Close(reason, why, -1));
    }

    @Override
    public void published(Reply.Published reply) {
        publishes.accept(key(reply.id()));
    }

    @Override
    public void authenticated(Reply.Authenticated reply) {
        PacketKey key = key(reply.id());
        if (key.kind() == PacketKey.Kind.AUTH) {
            connection.write(ReAuthentication.success());
        } else {
            publishes.accept(key.asPublish());
            tell(new Reply.Authenticated(null, reply.expires()));
        }
    }

    @Override
    public void failed(Reply.Failed reply) {
        PacketKey key = reply.id() == null ? PacketKey.of(PacketKey.Kind.UNANSWERED) : key(reply.id());
        switch (key.kind()) {
            case CONNECT, AUTH ->
                closer.accept(new Effect.Close(reply.reason(), reply.why(), reply.retryAfterMillis()));
            case SUBSCRIBE ->
                rounds.refuse(
                        key,
                        dialect.v5() ? ReasonCodes.subAck(reply.reason()) : ReasonCodes.UNSPECIFIED,
                        reply.reason().sentence(reply.why()));
            case UNSUBSCRIBE ->
                rounds.refuse(
                        key,
                        ReasonCodes.unsubAck(reply.reason()),
                        reply.reason().sentence(reply.why()));
            case PUBLISH_1, PUBLISH_2, UNANSWERED -> publishes.refuse(key, reply);
            case TOKEN -> {
                tell(new Reply.Failed(null, reply.reason(), reply.why(), reply.retryAfterMillis(), -1));
                publishes.refuse(key.asPublish(), reply);
            }
        }
    }

    private static PacketKey key(@Nullable CommandId id) {
        return PacketKey.of(Objects.requireNonNull(id, "every command whose success is answered has one"));
    }

    /** No packet asks for either. */
    @Override
    public void response(Reply.Response reply) {}

    @Override
    public void pong(Reply.Pong reply) {}

    private void tell(Reply notice) {
        if (wantsNotices) {
            connection.write(Notices.packet(notice, dialect.v5(), ByteBufAllocator.DEFAULT));
        }
    }

    @Override
    public void brokerDown(Reply.Notice.BrokerDown reply) {
        tell(reply);
    }

    @Override
    public void brokerUp(Reply.Notice.BrokerUp reply) {
        tell(reply);
    }

    @Override
    public void dropped(Reply.Notice.Dropped reply) {
        tell(reply);
    }

    @Override
    public void gap(Reply.Notice.Gap reply) {
        tell(reply);
    }

    @Override
    public void tokenExpiring(Reply.Notice.TokenExpiring reply) {
        tell(reply);
    }

    @Override
    public void draining(Reply.Notice.Draining reply) {
        tell(reply);
    }
}
