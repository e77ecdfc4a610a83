package io.fairlead.transport.mqtt;

import io.fairlead.session.Reason;
import io.fairlead.shares.Turnaway;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PacketSplitter;
import io.fairlead.wire.mqtt.ReasonCodes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told last, where it is not its session that tells it: in MQTT 5 a CONNACK until its CONNECT is answered and
 * a DISCONNECT from then on (section 4.13); in 3.1.1 a CONNACK where a return code says it, else nothing.
 */
final class Answers {
    private static final int CODE_311_VERSION = 1;
    private static final int CODE_311_IDENTIFIER = 2;

    private final NettyMqttConnection connection;
    private final PacketSplitter splitter;
    private final ByteBufAllocator allocator;
    private long maxBytes = Long.MAX_VALUE;

    Answers(NettyMqttConnection connection, PacketSplitter splitter, ByteBufAllocator allocator) {
        this.connection = connection;
        this.splitter = splitter;
        this.allocator = allocator;
    }

    /** Notes how large a packet the client takes, by the properties of its CONNECT. */
    void heed(MqttProperties properties) {
        if (properties.getProperty(MqttProperties.MAXIMUM_PACKET_SIZE) instanceof IntegerProperty most) {
            maxBytes = Integer.toUnsignedLong(most.value());
        }
    }

    /** The packet that answers what a client did wrong; null to close without a word. */
    @Nullable
    ByteBuf of(MqttFault fault) {
        String why = "client: " + fault.why();
        if (splitter.isV5()) {
            return connection.isAnswered() ? disconnect(fault.code(), why) : connAck(connAckCode(fault.code()), why);
        }
        return switch (connection.isAnswered() ? 0 : fault.code()) {
            case MqttFault.UNSUPPORTED_VERSION -> LastPackets.connAck311(allocator, CODE_311_VERSION);
            case MqttFault.CLIENT_ID_INVALID -> LastPackets.connAck311(allocator, CODE_311_IDENTIFIER);
            default -> null;
        };
    }

    /** The packet that tells the gateway's own reason; null to close without a word. */
    @Nullable
    ByteBuf of(Reason reason) {
        String why = reason.leg().word() + ": " + reason.text();
        if (!splitter.isConnected()) {
            return null;
        }
        if (splitter.isV5()) {
            return connection.isAnswered()
                    ? disconnect(ReasonCodes.disconnect(reason), why)
                    : connAck(ReasonCodes.connAck(reason), why);
        }
        return connection.isAnswered() ? null : LastPackets.connAck311(allocator, ReasonCodes.connAck311(reason));
    }

    /** The packet that tells a client why it is not taken, or ended to make room; null to close without a word. */
    @Nullable
    ByteBuf of(Turnaway turnaway) {
        if (!splitter.isConnected() || !splitter.isV5() || connection.isAnswered()) {
            return of(turnaway.reason());
        }
        String when = "; come back in " + (turnaway.retryAfterMillis() + 999) / 1000 + " s";
        return connAck(ReasonCodes.connAck(turnaway.limit()), turnaway.reason().sentence(turnaway.why() + when));
    }

    private ByteBuf disconnect(int code, String why) {
        return LastPackets.disconnect(allocator, code, why, maxBytes);
    }

    private ByteBuf connAck(int code, String why) {
        return LastPackets.connAck(allocator, code, why, maxBytes);
    }

    /** Some codes are for packets behind CONNECT only (MQTT 5, section 3.2.2.2). */
    private static int connAckCode(int code) {
        return switch (code) {
            case MqttFault.RECEIVE_MAXIMUM_EXCEEDED,
                    MqttFault.TOPIC_ALIAS_INVALID,
                    MqttFault.TOPIC_FILTER_INVALID,
                    MqttFault.KEEP_ALIVE_TIMEOUT -> MqttFault.PROTOCOL_ERROR;
            default -> code;
        };
    }
}
