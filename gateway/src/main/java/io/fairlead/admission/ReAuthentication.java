package io.fairlead.admission;

import io.fairlead.wire.mqtt.MqttFault;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes;

/** The AUTH packets of the gateway's own method, by which a connected client shows a fresh token (MQTT 5, section 4.12.1). */
public final class ReAuthentication {

    private static final int RE_AUTHENTICATE = 0x19;

    private ReAuthentication() {}

    /**
     * The token of an AUTH packet; empty if it has none.
     *
     * @param usesOwnMethod whether the client's CONNECT named the gateway's own method
     * @throws MqttFault if no AUTH packet may come here, or not this one
     */
    public static String tokenOf(MqttMessage auth, boolean usesOwnMethod) {
        if (!usesOwnMethod) {
            throw MqttFault.protocol("an AUTH without an authentication method in the CONNECT");
        }
        MqttReasonCodeAndPropertiesVariableHeader header =
                (MqttReasonCodeAndPropertiesVariableHeader) auth.variableHeader();
        MqttProperties properties = header.properties();
        if (header.reasonCode() != RE_AUTHENTICATE) {
            throw MqttFault.protocol("an AUTH that does not begin a re-authentication (0x19)");
        }
        if (!Credentials.METHOD.equals(Credentials.text(properties, MqttProperties.AUTHENTICATION_METHOD))) {
            throw MqttFault.protocol("an AUTH of another authentication method than the CONNECT named");
        }
        byte[] token = Credentials.bytes(properties, MqttProperties.AUTHENTICATION_DATA);
        return token == null ? "" : Credentials.utf8(token);
    }

    /** The AUTH that says that a fresh token was taken (MQTT 5, section 3.15). */
    public static MqttMessage success() {
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, Credentials.METHOD));
        return MqttMessageBuilders.auth()
                .reasonCode(MqttReasonCodes.Auth.SUCCESS.byteValue())
                .properties(properties)
                .build();
    }
}
