package io.fairlead.it.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAck;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The HiveMQ client in MQTT 3.1.1. */
final class HiveMq3 implements ForeignClient {

    private static final long PATIENCE_SECONDS = 30;

    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final List<Answer> ends = new CopyOnWriteArrayList<>();
    private final Mqtt3AsyncClient client;
    private volatile boolean sessionPresent;

    private HiveMq3(Entry entry) {
        Mqtt3ClientBuilder builder = Mqtt3Client.builder()
                .identifier(entry.clientId())
                .serverHost("127.0.0.1")
                .serverPort(entry.door().port())
                .addDisconnectedListener(context -> ends.add(new Answer(-1, null)));
        if (entry.door().authority() != null) {
            builder = builder.sslConfig(MqttClientSslConfig.builder()
                    .trustManagerFactory(Trust.managers(entry.door().authority()))
                    .build());
        }
        if (entry.door().kind() == Door.Kind.WEB) {
            builder = builder.webSocketConfig(
                    MqttWebSocketConfig.builder().serverPath("mqtt").build());
        }
        client = builder.buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, this::onMessage);
    }

    static HiveMq3 connect(Entry entry) {
        HiveMq3 made = new HiveMq3(entry);
        Mqtt3ConnectBuilder.Send<CompletableFuture<Mqtt3ConnAck>> connect =
                made.client.connectWith().cleanSession(entry.sessionSeconds() == 0);
        String password = entry.password();
        if (password != null) {
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
        made.sessionPresent = await(connect.send()).isSessionPresent();
        return made;
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Mqtt3ConnAckException refused) {
                throw new RefusedException(
                        refused.getMqttMessage().getReturnCode().getCode(), refused);
            }
            throw e;
        }
    }

    private void onMessage(Mqtt3Publish message) {
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
            int code = await(client.subscribeWith()
                            .topicFilter(filter)
                            .qos(qos(qos))
                            .send())
                    .getReturnCodes()
                    .get(0)
                    .getCode();
            return new Answer(code, null);
        } catch (CompletionException e) {
            if (e.getCause() instanceof Mqtt3SubAckException refused) {
                return new Answer(
                        refused.getMqttMessage().getReturnCodes().get(0).getCode(), null);
            }
            throw e;
        }
    }

    @Override
    public Answer publish(String topic, String text, int qos, boolean retain) {
        await(client.publishWith()
                .topic(topic)
                .payload(bytes(text))
                .qos(qos(qos))
                .retain(retain)
                .send());
        return Answer.DONE;
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
