package io.fairlead.admission;

import io.fairlead.identity.Peer;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** What a client shows, piece by piece. */
record Showing(
        @Nullable String method,
        @Nullable String data,
        @Nullable String userName,
        @Nullable String password,
        @Nullable String handshakeToken,
        @Nullable X509Certificate certificate) {

    static final Showing NOTHING = new Showing(null, null, null, null, null, null);

    Showing method(String method, @Nullable String data) {
        return new Showing(method, data, userName, password, handshakeToken, certificate);
    }

    Showing user(@Nullable String userName) {
        return new Showing(method, data, userName, password, handshakeToken, certificate);
    }

    Showing password(@Nullable String password) {
        return new Showing(method, data, userName, password, handshakeToken, certificate);
    }

    Showing handshake(String token) {
        return new Showing(method, data, userName, password, token, certificate);
    }

    Showing certificate(X509Certificate certificate) {
        return new Showing(method, data, userName, password, handshakeToken, certificate);
    }

    Credentials credentials() {
        Peer peer =
                new Peer(InetSocketAddress.createUnresolved("127.0.0.1", 40_000), "test", certificate, handshakeToken);
        return Credentials.of(connect(), peer);
    }

    private MqttConnectMessage connect() {
        MqttProperties properties = new MqttProperties();
        if (method != null) {
            properties.add(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, method));
        }
        if (data != null) {
            properties.add(new BinaryProperty(MqttProperties.AUTHENTICATION_DATA, bytes(data)));
        }
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId("pump")
                .properties(properties);
        if (userName != null) {
            connect.username(userName);
        }
        if (password != null) {
            connect.password(bytes(password));
        }
        return connect.build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
