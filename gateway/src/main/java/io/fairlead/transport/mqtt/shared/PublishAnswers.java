package io.fairlead.transport.mqtt.shared;

import io.fairlead.session.Effect;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.wire.mqtt.ListenerRules;
import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers a client's publishes, and never as done what is not: a PUBLISH is acknowledged once the broker has it. MQTT 3.1.1 has
 * no way to refuse one. Its client is disconnected, or where the listener wants so, acknowledged what its rights deny it; what may
 * be lost is never acknowledged.
 */
final class PublishAnswers {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final int TOPIC_NAME_INVALID = 0x90;

    /** What a broker may say of a PUBLISH, and a client can be told as well (MQTT 5, sections 3.4.2.1 and 3.5.2.1). */
    private static final Set<Integer> OF_PUBLISH = Set.of(0x80, 0x83, NOT_AUTHORIZED, TOPIC_NAME_INVALID, 0x97, 0x99);

    // As long as the connection.
    private final SharedSessions of;
    private final MqttConnection connection;
    private final Dialect dialect;
    private final Packets packets;
    private final Consumer<Effect.Close> closer;

    /** Who the client is, as log lines name it; more is known once the session is open. */
    private String client;

    // From the first PUBLISH that is to be answered.
    private @Nullable Exchanges exchanges;

    PublishAnswers(
            SharedSessions of,
            MqttConnection connection,
            Dialect dialect,
            Packets packets,
            Consumer<Effect.Close> closer) {
        this.of = of;
        this.connection = connection;
        this.dialect = dialect;
        this.packets = packets;
        this.closer = closer;
        this.client = connection.peer().words();
    }

    /** The session is open, and the client has a name. */
    void knows(Reply.Welcome welcome) {
        String user = welcome.user() == null ? "" : " of " + welcome.user();
        client = "MQTT client " + welcome.client() + user + " (listener "
                + connection.peer().listener() + ")";
    }

    /** Where the client's publishes stand that are not answered to the end. */
    Exchanges exchanges() {
        if (exchanges == null) {
            exchanges = new Exchanges(dialect.v5() ? of.receiveMaximum() : 0);
        }
        return exchanges;
    }

    /** What the packet wants is done. */
    void accept(PacketKey packet) {
        if (packet.kind() == PacketKey.Kind.PUBLISH_1) {
            exchanges().end(packet.packetId());
            connection.write(packets.publishAnswer(MqttMessageType.PUBACK, packet.packetId()));
        } else if (packet.kind() == PacketKey.Kind.PUBLISH_2) {
            exchanges().received(packet.packetId());
            connection.write(packets.publishAnswer(MqttMessageType.PUBREC, packet.packetId()));
        }
    }

    /** The packet is refused, or what became of it is not known. */
    void refuse(PacketKey packet, Reply.Failed failed) {
        if (packet.kind() == PacketKey.Kind.UNANSWERED) {
            note(failed.reason(), failed.why());
        } else if (dialect.v5()) {
            exchanges().end(packet.packetId());
            MqttMessageType type =
                    packet.kind() == PacketKey.Kind.PUBLISH_1 ? MqttMessageType.PUBACK : MqttMessageType.PUBREC;
            String why = failed.reason().sentence(failed.why());
            connection.write(packets.publishAnswer(type, packet.packetId(), code(failed), why));
        } else if (of.rules().denied() == ListenerRules.Denied.DROP && isDenial(failed)) {
            note(failed.reason(), failed.why());
            accept(packet);
        } else {
            closer.accept(new Effect.Close(failed.reason(), failed.why(), -1));
        }
    }

    /** The broker's own word where it has one. */
    private static int code(Reply.Failed failed) {
        return OF_PUBLISH.contains(failed.mqttReason()) ? failed.mqttReason() : ReasonCodes.pubAck(failed.reason());
    }

    /** Whether it was denied for good, and did not come to nothing by chance. */
    private static boolean isDenial(Reply.Failed failed) {
        return switch (failed.reason()) {
            case FORBIDDEN, NO_ROUTE, BAD_CHANNEL, TOO_LARGE, NOT_SUPPORTED, UNAUTHENTICATED, TOKEN_EXPIRED -> true;
            case BROKER_REFUSED -> failed.mqttReason() == NOT_AUTHORIZED || failed.mqttReason() == TOPIC_NAME_INVALID;
            default -> false;
        };
    }

    /** The client was refused something that it is not told. */
    void note(Reason reason, String why) {
        of.denials().note(client, reason, reason.sentence(why), System.currentTimeMillis());
    }
}
