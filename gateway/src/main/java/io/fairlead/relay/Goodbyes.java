package io.fairlead.relay;

import io.fairlead.session.Reason;
import io.fairlead.wire.mqtt.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import org.jspecify.annotations.Nullable;

/** The packets that end a connection, on either leg. */
final class Goodbyes {

    /** The code of a DISCONNECT that has the will published (MQTT 5, section 3.14.2.1). */
    static final int WITH_WILL = 0x04;

    /** The longest reason string that the gateway writes, in characters. */
    private static final int LONGEST = 1024;

    /** A packet with a reason string has this many bytes beside it, at most. */
    private static final int AROUND = 16;

    private Goodbyes() {}

    /** CONNACK that refuses, in the client's version. */
    static MqttMessage connAck(Wishes wishes, Reason reason, String why) {
        if (!wishes.v5()) {
            return connAck(ReasonCodes.connAck311(reason), MqttProperties.NO_PROPERTIES);
        }
        return connAck(ReasonCodes.connAck(reason), explanation(wishes, reason.sentence(why)));
    }

    /** CONNACK that refuses with this code. */
    static MqttMessage connAck(int code, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK),
                new MqttConnAckVariableHeader(MqttConnectReturnCode.valueOf((byte) code), false, properties));
    }

    /** DISCONNECT for a client; null in MQTT 3.1.1, where servers have none. */
    static @Nullable MqttMessage disconnect(Wishes wishes, Reason reason, String why) {
        return wishes.v5()
                ? disconnect(ReasonCodes.disconnect(reason), explanation(wishes, reason.sentence(why)))
                : null;
    }

    /** DISCONNECT of MQTT 5. */
    static MqttMessage disconnect(int code, MqttProperties properties) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) code, properties));
    }

    /**
     * What the client gets for the broker's DISCONNECT: its code and all that it says, but for a reference to another server, which
     * would lead past the gateway. Null in MQTT 3.1.1.
     */
    static @Nullable MqttMessage brokerDisconnect(Wishes wishes, MqttMessage packet) {
        if (!wishes.v5() || !(packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader said)) {
            return null;
        }
        String words = Wishes.text(said.properties(), MqttProperties.REASON_STRING);
        MqttProperties properties = new MqttProperties();
        explanation(wishes, "broker: " + (words != null ? words : "it ended the connection"))
                .listAll()
                .forEach(properties::add);
        said.properties().getProperties(MqttProperties.USER_PROPERTY).forEach(properties::add);
        return disconnect(said.reasonCode() & 0xFF, properties);
    }

    /** The DISCONNECT that says no more than that, in either version. */
    static MqttMessage disconnect() {
        return MqttMessage.DISCONNECT;
    }

    /** A reason string, if the client takes a packet that has room for it. */
    static MqttProperties explanation(Wishes wishes, String text) {
        String bounded = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
        if (AROUND + PacketSizes.string(bounded) > wishes.largest()) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(MqttProperties.REASON_STRING, bounded));
        return properties;
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
