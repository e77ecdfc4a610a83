package io.fairlead.admission;

import io.fairlead.identity.Evidence;
import io.fairlead.identity.Peer;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything by which an MQTT client said who it is. Its text says what there is and never what it holds. */
public final class Credentials {

    /** The authentication method that the gateway answers itself (MQTT 5, section 4.12): its data is a JWT. */
    public static final String METHOD = "fairlead-jwt";

    private final @Nullable String method;
    private final byte @Nullable [] data;
    private final @Nullable String userName;
    private final byte @Nullable [] password;
    private final String client;
    private final Peer peer;

    private Credentials(
            @Nullable String method,
            byte @Nullable [] data,
            @Nullable String userName,
            byte @Nullable [] password,
            String client,
            Peer peer) {
        this.method = method;
        this.data = data;
        this.userName = userName;
        this.password = password;
        this.client = client;
        this.peer = peer;
    }

    /** What a client showed up to its CONNECT. Holds on to nothing of the packet's buffer. */
    public static Credentials of(MqttConnectMessage connect, Peer peer) {
        MqttProperties properties = connect.variableHeader().properties();
        return new Credentials(
                text(properties, MqttProperties.AUTHENTICATION_METHOD),
                bytes(properties, MqttProperties.AUTHENTICATION_DATA),
                connect.payload().userName(),
                connect.payload().passwordInBytes(),
                connect.payload().clientIdentifier(),
                peer);
    }

    static @Nullable String text(MqttProperties properties, int id) {
        return properties.getProperty(id) instanceof StringProperty text ? text.value() : null;
    }

    static byte @Nullable [] bytes(MqttProperties properties, int id) {
        return properties.getProperty(id) instanceof BinaryProperty bytes ? bytes.value() : null;
    }

    /** Whether the client authenticates by the gateway's own method; its CONNACK then bears that method, too. */
    public boolean usesOwnMethod() {
        return METHOD.equals(method);
    }

    /** Whether the client wants an exchange of AUTH packets by a method that is not the gateway's. */
    public boolean usesOtherMethod() {
        return method != null && !METHOD.equals(method);
    }

    /** The token of the gateway's own method; null if the method came without. */
    @Nullable
    String methodToken() {
        return data == null || data.length == 0 ? null : utf8(data);
    }

    @Nullable
    String userName() {
        return userName;
    }

    /** The password as text; null if there is none, or an empty one, which is as good as none. */
    @Nullable
    String password() {
        return password == null || password.length == 0 ? null : utf8(password);
    }

    @Nullable
    String handshakeToken() {
        return peer.token();
    }

    @Nullable
    X509Certificate certificate() {
        return peer.certificate();
    }

    /** What the client shows beside this token, or without one. */
    Evidence evidence(@Nullable String token) {
        String secret = password();
        return new Evidence(
                token,
                userName,
                secret == null || secret.equals(token) ? null : secret,
                client.isEmpty() ? null : client,
                peer);
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        List<String> shown = Stream.of(
                        method == null ? null : "an authentication method",
                        userName == null ? null : "a user name",
                        password == null ? null : "a password",
                        peer.token() == null ? null : "a token of the handshake",
                        peer.certificate() == null ? null : "a certificate")
                .filter(Objects::nonNull)
                .toList();
        return shown.isEmpty() ? "no credentials" : String.join(", ", shown);
    }
}
