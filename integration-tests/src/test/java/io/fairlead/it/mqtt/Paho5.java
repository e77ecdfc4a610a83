package io.fairlead.it.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.jspecify.annotations.Nullable;

/** Eclipse Paho's Java client of MQTT 5. */
final class Paho5 implements ForeignClient, MqttCallback {

    private static final long PATIENCE_MILLIS = 30_000;

    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final List<Answer> ends = new CopyOnWriteArrayList<>();
    private final MqttAsyncClient client;
    private final boolean sessionPresent;

    Paho5(Entry entry) {
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

    private static MqttConnectionOptions options(Entry entry) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(entry.clean());
        options.setSessionExpiryInterval(entry.sessionSeconds());
        // Otherwise dropping a connection waits ten seconds for its threads
        options.setExecutorServiceTimeout(1);
        String password = entry.password();
        if (password != null) {
            options.setUserName(entry.user());
            options.setPassword(bytes(password));
        }
        Arrived will = entry.will();
        if (will != null) {
            options.setWill(will.topic(), message(will.text(), will.qos(), will.retain()));
        }
        if (entry.door().authority() != null) {
            options.setSocketFactory(Trust.sockets(entry.door().authority()));
        }
        return options;
    }

    private static MqttMessage message(String text, int qos, boolean retain) {
        return new MqttMessage(bytes(text), qos, retain, new MqttProperties());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Answer subscribe(String filter, int qos) {
        return answer(() -> client.subscribe(filter, qos));
    }

    @Override
    public Answer publish(String topic, String text, int qos, boolean retain) {
        return answer(() -> client.publish(topic, message(text, qos, retain)));
    }

    /** It tells of a refusal by an exception, and of its reason beside it. */
    private static Answer answer(Command command) {
        IMqttToken token = null;
        try {
            token = command.send();
            token.waitForCompletion(PATIENCE_MILLIS);
            int[] codes = token.getReasonCodes();
            return new Answer(codes == null || codes.length == 0 ? 0 : codes[0], reason(token));
        } catch (MqttException e) {
            return new Answer(e.getReasonCode(), token == null ? e.getMessage() : reason(token));
        }
    }

    private interface Command {
        IMqttToken send() throws MqttException;
    }

    private static @Nullable String reason(IMqttToken token) {
        MqttWireMessage response = token.getResponse();
        return response == null || response.getProperties() == null
                ? null
                : response.getProperties().getReasonString();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        String text = new String(message.getPayload(), StandardCharsets.UTF_8);
        arrived.add(new Arrived(topic, text, message.getQos(), message.isRetained()));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        ends.add(new Answer(response.getReturnCode(), response.getReasonString()));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        ends.add(new Answer(exception.getReasonCode(), exception.toString()));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Publishing waits for it by itself
    }

    @Override
    public void connectComplete(boolean reconnect, String uri) {
        // Connecting waits for it by itself
    }

    @Override
    public void authPacketArrived(int code, MqttProperties properties) {
        throw new UnsupportedOperationException("nobody here authenticates by AUTH");
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
