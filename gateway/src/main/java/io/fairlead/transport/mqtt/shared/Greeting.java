package io.fairlead.transport.mqtt.shared;

import io.fairlead.admission.Credentials;
import io.fairlead.session.Reply;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;

/**
 * What CONNACK says of what there is here and what not (MQTT 5, section 3.2.2.3).
 *
 * @param v5 whether it can say anything
 * @param named whether the client brought an id
 * @param usesOwnMethod whether it authenticates by the gateway's own method
 * @param receiveMaximum how many publishes it may have unanswered
 * @param maxPacketBytes the largest packet it may send
 */
record Greeting(boolean v5, boolean named, boolean usesOwnMethod, int receiveMaximum, int maxPacketBytes) {

    MqttProperties properties(Reply.Welcome welcome) {
        if (!v5) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties says = new MqttProperties();
        says.add(number(MqttProperties.SESSION_EXPIRY_INTERVAL, 0));
        says.add(number(MqttProperties.RECEIVE_MAXIMUM, receiveMaximum));
        says.add(number(MqttProperties.MAXIMUM_PACKET_SIZE, maxPacketBytes));
        says.add(number(MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0));
        says.add(number(MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0));
        if (!named) {
            says.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, welcome.client()));
        }
        if (usesOwnMethod) {
            says.add(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, Credentials.METHOD));
        }
        return says;
    }

    private static IntegerProperty number(int property, int value) {
        return new IntegerProperty(property, value);
    }
}
