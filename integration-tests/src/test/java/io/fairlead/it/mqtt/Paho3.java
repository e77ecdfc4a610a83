package io.fairlead.it.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** Eclipse Paho's Java client of MQTT 3.1.1. */
final class Paho3 implements ForeignClient, MqttCallback {

    private static final long PATIENCE_MILLIS = 30_000;

    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final List<Answer> ends = new CopyOnWriteArrayList<>();
    private final MqttAsyncClient client;
    private final boolean sessionPresent;

    Paho3(Entry entry) {
        try {
            client = new MqttAsyncClient(entry.door().pahoUrl(), entry.clientId(), new MemoryPersistence());
            client.setCallback(this);
            IMqttToken token = client.connect(options(entry));
            token.waitForCompletion(PATIENCE_MILLIS);
            sessionPresent = token.getSessionPresent();
        } catch (MqttException e) {
            throw new RefusedException(e.getReasonCode(), e);
        }
    }

    private static MqttConnectOptions options(Entry entry) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(entry.sessionSeconds() == 0);
        // Otherwise dropping a connection waits ten seconds for its threads
        options.setExecutorServiceTimeout(1);
        String password = entry.password();
        if (password != null) {
            options.setUserName(entry.user());
            options.setPassword(password.toCharArray());
        }
        Arrived will = entry.will();
        if (will != null) {
            options.setWill(will.topic(), bytes(will.text()), will.qos(), will.retain());
        }
        if (entry.door().authority() != null) {
            options.setSocketFactory(Trust.sockets(entry.door().authority()));
        }
        return options;
    }

    @Override
    public Answer subscribe(String filter, int qos) {
        try {
            IMqttToken token = client.subscribe(filter, qos);
            token.waitForCompletion(PATIENCE_MILLIS);
            return new Answer(token.getGrantedQos()[0], null);
        } catch (MqttException e) {
            // It takes 0x80 for an error of its own
            return new Answer(e.getReasonCode(), null);
        }
    }

    @Override
    public Answer publish(String topic, String text, int qos, boolean retain) {
        try {
            client.publish(topic, bytes(text), qos, retain).waitForCompletion(PATIENCE_MILLIS);
            return Answer.DONE;
        } catch (MqttException e) {
            return new Answer(e.getReasonCode(), e.getMessage());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        String text = new String(message.getPayload(), StandardCharsets.UTF_8);
        arrived.add(new Arrived(topic, text, message.getQos(), message.isRetained()));
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
        ends.add(new Answer(-1, String.valueOf(cause)));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // Publishing waits for it by itself
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
        end(true);
    }

    @Override
    public void drop() {
        end(false);
    }

    private void end(boolean inOrder) {
        try {
            if (client.isConnected() && inOrder) {
                client.disconnect().waitForCompletion(PATIENCE_MILLIS);
            } else if (client.isConnected()) {
                client.disconnectForcibly(0, 1, false);
            }
            client.close(true);
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }
}
