package io.fairlead.transport.mqtt.shared;

import io.fairlead.admission.Credentials;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.jspecify.annotations.Nullable;

/** What a CONNECT may not ask for where nothing is kept for a client: said at once, so that nothing is half done later. */
final class ConnectRules {

    private static final int NOT_SUPPORTED = 0x83;
    private static final int BAD_METHOD = 0x8C;
    private static final int REFUSED_311 = 5;

    private ConnectRules() {}

    /**
     * A refusal.
     *
     * @param code the code of MQTT 5
     */
    record Denied(int code, String why) {

        /** The code of the version that is spoken. */
        int code(boolean v5) {
            return v5 ? code : REFUSED_311;
        }
    }

    /** Why a CONNECT is refused; null if it is not. */
    static @Nullable Denied check(MqttConnectMessage connect, Dialect dialect, Credentials shown) {
        MqttConnectVariableHeader header = connect.variableHeader();
        if (header.isWillFlag()) {
            return denied("wills", "leave the will out, or use a listener of mode relay");
        }
        boolean keeps = dialect.v5()
                ? Dialect.number(header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, 0) != 0
                : !header.isCleanSession();
        if (keeps) {
            String ask = dialect.v5() ? "session expiry 0" : "a clean session";
            return denied("sessions for clients that are away", "ask for " + ask + ", or use a listener of mode relay");
        }
        if (shown.usesOtherMethod()) {
            return new Denied(
                    BAD_METHOD,
                    "gateway: the only authentication method here is " + Credentials.METHOD + " (not_supported)");
        }
        return null;
    }

    private static Denied denied(String what, String advice) {
        return new Denied(
                NOT_SUPPORTED, "gateway: this listener keeps no " + what + "; " + advice + " (not_supported)");
    }
}
