package io.fairlead.it.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.auth.Mqtt5EnhancedAuthMechanism;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubRecException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubrec.Mqtt5PubRec;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The HiveMQ client in MQTT 5. */
final class HiveMq5 implements ForeignClient {

    private static final long PATIENCE_SECONDS = 30;

    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final List<Answer> ends = new CopyOnWriteArrayList<>();
    private final Mqtt5AsyncClient client;
    private volatile boolean sessionPresent;

    private HiveMq5(Entry entry, @Nullable Mqtt5EnhancedAuthMechanism mechanism) {
        Mqtt5ClientBuilder builder = Mqtt5Client.builder()
                .identifier(entry.clientId())
                .serverHost("127.0.0.1")
                .serverPort(entry.door().port())
                .addDisconnectedListener(this::onDisconnected);
        if (entry.door().authority() != null) {
            builder = builder.sslConfig(MqttClientSslConfig.builder()
                    .trustManagerFactory(Trust.managers(entry.door().authority()))
                    .build());
        }
        if (entry.door().kind() == Door.Kind.WEB) {
            builder = builder.webSocketConfig(
                    MqttWebSocketConfig.builder().serverPath("mqtt").build());
        }
        if (mechanism != null) {
            builder = builder.enhancedAuth(mechanism);
        }
        client = builder.buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, this::onMessage);
    }

    static HiveMq5 connect(Entry entry) {
        return connect(entry, null);
    }

    /** Connects one that authenticates by a method of MQTT 5. */
    static HiveMq5 connect(Entry entry, @Nullable Mqtt5EnhancedAuthMechanism mechanism) {
        HiveMq5 made = new HiveMq5(entry, mechanism);
        Mqtt5ConnectBuilder.Send<CompletableFuture<Mqtt5ConnAck>> connect =
                made.client.connectWith().cleanStart(entry.clean()).sessionExpiryInterval(entry.sessionSeconds());
        String password = entry.password();
        if (password != null && mechanism == null) {
            connect.simpleAuth().username("ignored").password(bytes(password)).applySimpleAuth();
        }
        Arrived will = entry.will();
        if (will != null) {
            connect.willPublish()
                    .topic(will.topic())
                    .payload(bytes(will.text()))
                    .qos(qos(will.qos()))
                    .applyWillPublish();
        }
        made.sessionPresent = made.await(connect.send()).isSessionPresent();
        return made;
    }

    private <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Mqtt5ConnAckException refused) {
                throw new RefusedException(
                        refused.getMqttMessage().getReasonCode().getCode(), refused);
            }
            throw e;
        }
    }

    private void onDisconnected(MqttClientDisconnectedContext context) {
        if (context.getCause() instanceof Mqtt5DisconnectException told) {
            Mqtt5Disconnect disconnect = told.getMqttMessage();
            ends.add(new Answer(disconnect.getReasonCode().getCode(), text(disconnect.getReasonString())));
        } else if (context.getCause() instanceof ConnectionClosedException) {
            ends.add(new Answer(-1, null));
        }
    }

    private void onMessage(Mqtt5Publish message) {
        String text = new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
        arrived.add(new Arrived(
                message.getTopic().toString(), text, message.getQos().getCode(), message.isRetain()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MqttQos qos(int code) {
        return Objects.requireNonNull(MqttQos.fromCode(code));
    }

    @Override
    public Answer subscribe(String filter, int qos) {
        try {
            Mqtt5SubAck ack = await(
                    client.subscribeWith().topicFilter(filter).qos(qos(qos)).send());
            return new Answer(ack.getReasonCodes().get(0).getCode(), text(ack.getReasonString()));
        } catch (CompletionException e) {
            if (e.getCause() instanceof Mqtt5SubAckException refused) {
                Mqtt5SubAck ack = refused.getMqttMessage();
                return new Answer(ack.getReasonCodes().get(0).getCode(), text(ack.getReasonString()));
            }
            throw e;
        }
    }

    @Override
    public Answer publish(String topic, String text, int qos, boolean retain) {
        try {
            Mqtt5PublishResult result = await(client.publishWith()
                    .topic(topic)
                    .payload(bytes(text))
                    .qos(qos(qos))
                    .retain(retain)
                    .send());
            return result instanceof Mqtt5PublishResult.Mqtt5Qos1Result done
                    ? new Answer(done.getPubAck().getReasonCode().getCode(), null)
                    : Answer.DONE;
        } catch (CompletionException e) {
            return refusal(e);
        }
    }

    private static Answer refusal(CompletionException e) {
        if (e.getCause() instanceof Mqtt5PubAckException refused) {
            Mqtt5PubAck ack = refused.getMqttMessage();
            return new Answer(ack.getReasonCode().getCode(), text(ack.getReasonString()));
        } else if (e.getCause() instanceof Mqtt5PubRecException refused) {
            Mqtt5PubRec ack = refused.getMqttMessage();
            return new Answer(ack.getReasonCode().getCode(), text(ack.getReasonString()));
        }
        throw e;
    }

    private static @Nullable String text(Optional<MqttUtf8String> said) {
        return said.map(MqttUtf8String::toString).orElse(null);
    }

    /** The client itself, for what only MQTT 5 has. */
    Mqtt5AsyncClient client() {
        return client;
    }

    @Override
    public List<Arrived> arrived() {
        return arrived;
    }

    @Override
    public List<Answer> ends() {
        return ends;
    }

    @Override
    public boolean sessionPresent() {
        return sessionPresent;
    }

    @Override
    public void close() {
        if (client.getState().isConnected()) {
            await(client.disconnect());
        }
    }

    @Override
    public void drop() {
        throw new UnsupportedOperationException("the HiveMQ client has no way to");
    }
}
