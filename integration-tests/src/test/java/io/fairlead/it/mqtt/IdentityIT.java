package io.fairlead.it.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientConfig;
import com.hivemq.client.mqtt.mqtt5.auth.Mqtt5EnhancedAuthMechanism;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5Auth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5AuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5EnhancedAuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import io.fairlead.broker.MqttVersion;
import io.fairlead.it.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Clients show tokens in the ways that their versions have, and show newer ones. */
@Timeout(60)
class IdentityIT {

    private static final String INBOX = "me/inbox";

    private final Front front = Front.of(Front.Behind.MOSQUITTO);

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MOSQUITTO")
    void tokenAsPassword_inBothVersions_givesTheUsersOwnChannel(Library library) {
        for (MqttVersion version : MqttVersion.values()) {
            String user = Front.fresh("user");
            Door door = library == Library.MQTT_JS_IN_CHROMIUM ? front.web() : front.tls();
            try (ForeignClient client = library.connect(Entry.at(door, version).withToken(Tokens.of(user)))) {
                assertThat(client.subscribe(INBOX, 1).code()).isEqualTo(1);

                front.devices().publish("user/" + user + "/inbox", "for " + user);

                client.awaits(Arrived.live(INBOX, "for " + user, 1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MOSQUITTO")
    void badToken_isRefusedInConnack(Library library) {
        Door door = library == Library.MQTT_JS_IN_CHROMIUM ? front.web() : front.tcp();
        assertThatThrownBy(() -> library.connect(Entry.at(door, MqttVersion.V5).withToken("no token")))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(0x86));
        assertThatThrownBy(
                        () -> library.connect(Entry.at(door, MqttVersion.V3_1_1).withToken("no token")))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(4));
    }

    @Test
    void newToken_byAuth_isTaken_andABadOneEndsTheConnection() {
        TokenMechanism mechanism = new TokenMechanism(Tokens.of("maria"));
        HiveMq5 client = HiveMq5.connect(Entry.at(front.tcp(), MqttVersion.V5), mechanism);
        assertThat(client.subscribe(INBOX, 1).code()).isEqualTo(1);

        client.client().reauth().join();

        mechanism.token = "no token";
        assertThatThrownBy(() -> client.client().reauth().join()).isInstanceOf(CompletionException.class);
        ForeignClient.waiting("its end").until(() -> !client.client().getState().isConnected());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MOSQUITTO")
    void newToken_byPublish_isTaken(Library library) {
        Door door = library == Library.MQTT_JS_IN_CHROMIUM ? front.web() : front.tcp();
        for (MqttVersion version : MqttVersion.values()) {
            String user = Front.fresh("user");
            try (var onBroker = front.devices().subscribe("$fairlead/#");
                    ForeignClient client =
                            library.connect(Entry.at(door, version).withToken(Tokens.of(user)))) {
                assertThat(client.publish("$fairlead/auth", Tokens.of(user), 1, false))
                        .isEqualTo(Answer.DONE);

                assertThat(client.subscribe(INBOX, 1).code()).isEqualTo(1);
                assertThat(client.publish(INBOX, "to myself", 1, false)).isEqualTo(Answer.DONE);
                client.awaits(Arrived.live(INBOX, "to myself", 1));
                assertThat(onBroker.texts()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void listenerThatNamesTopics_servesTheSameRightsUnderTheBrokersNames(MqttVersion version) {
        String device = Front.fresh("d");
        String topic = "site/" + device + "/state/a/b";
        try (ForeignClient client = Library.PAHO.connect(Entry.at(front.topics(), version));
                ForeignClient other = Library.MQTT_JS.connect(Entry.at(front.tcp(), version))) {
            assertThat(client.subscribe("site/" + device + "/state/#", 1).code())
                    .isEqualTo(1);
            assertThat(other.subscribe("dev/" + device + "/#", 1).code()).isEqualTo(1);

            client.publish(topic, "burned in", 1, false);
            other.publish("dev/" + device + "/c", "mapped", 1, false);

            client.awaits(
                    Arrived.live(topic, "burned in", 1), Arrived.live("site/" + device + "/state/c", "mapped", 1));
            other.awaits(
                    Arrived.live("dev/" + device + "/a/b", "burned in", 1),
                    Arrived.live("dev/" + device + "/c", "mapped", 1));
            assertThat(client.subscribe("dev/" + device + "/#", 1).code()).isGreaterThanOrEqualTo(0x80);
        }
    }

    /** Shows a token by the gateway's own method. */
    private static final class TokenMechanism implements Mqtt5EnhancedAuthMechanism {
        private volatile String token;

        TokenMechanism(String token) {
            this.token = token;
        }

        private byte[] data() {
            return token.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public MqttUtf8String getMethod() {
            return MqttUtf8String.of("fairlead-jwt");
        }

        @Override
        public int getTimeout() {
            return 20;
        }

        @Override
        public CompletableFuture<Void> onAuth(
                Mqtt5ClientConfig config, Mqtt5Connect connect, Mqtt5EnhancedAuthBuilder builder) {
            builder.data(data());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> onReAuth(Mqtt5ClientConfig config, Mqtt5AuthBuilder builder) {
            builder.data(data());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Boolean> onContinue(
                Mqtt5ClientConfig config, Mqtt5Auth auth, Mqtt5AuthBuilder builder) {
            return CompletableFuture.completedFuture(false);
        }

        @Override
        public CompletableFuture<Boolean> onAuthSuccess(Mqtt5ClientConfig config, Mqtt5ConnAck connAck) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletableFuture<Boolean> onReAuthSuccess(Mqtt5ClientConfig config, Mqtt5Auth auth) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public void onAuthRejected(Mqtt5ClientConfig config, Mqtt5ConnAck connAck) {
            // Connecting fails by itself
        }

        @Override
        public void onReAuthRejected(Mqtt5ClientConfig config, Mqtt5Disconnect disconnect) {
            // Authenticating anew fails by itself
        }

        @Override
        public void onAuthError(Mqtt5ClientConfig config, Throwable cause) {
            // Connecting fails by itself
        }

        @Override
        public void onReAuthError(Mqtt5ClientConfig config, Throwable cause) {
            // Authenticating anew fails by itself
        }
    }
}
