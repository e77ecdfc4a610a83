package io.fairlead.transport.mqtt.shared;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;

/**
 * How one client is spoken to, as its CONNECT says (MQTT 5, section 3.1.2.11).
 *
 * @param v5 whether it speaks MQTT 5
 * @param explains whether it wants reason strings in answers
 * @param maxPacketBytes the largest packet it takes
 * @param receiveMaximum how many messages it takes before it has acknowledged one
 */
record Dialect(boolean v5, boolean explains, long maxPacketBytes, int receiveMaximum) {

    private static final int VERSION_5 = 5;
    private static final int MOST_IDS = 0xFFFF;

    static Dialect of(MqttConnectMessage connect) {
        MqttProperties says = connect.variableHeader().properties();
        return new Dialect(
                connect.variableHeader().version() == VERSION_5,
                number(says, MqttProperties.REQUEST_PROBLEM_INFORMATION, 1) != 0,
                Integer.toUnsignedLong(number(says, MqttProperties.MAXIMUM_PACKET_SIZE, -1)),
                number(says, MqttProperties.RECEIVE_MAXIMUM, MOST_IDS));
    }

    static int number(MqttProperties says, int property, int otherwise) {
        return says.getProperty(property) instanceof IntegerProperty number ? number.value() : otherwise;
    }
}
