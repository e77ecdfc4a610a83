package io.fairlead.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps its half of an MQTT session as the specification has it (MQTT 5, section 4.1), packet ids with it, while
 * connections come and go. For the test's thread.
 */
final class KeepingClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 15_000;

    // As long as the session.
    private final boolean v5;
    private final String id;
    private final Map<Integer, MqttPublishMessage> unacknowledged = new LinkedHashMap<>();
    private final Set<Integer> releasing = new HashSet<>();
    private final Set<Integer> received = new HashSet<>();
    private int lastId;

    /** What it got, each message once for each time that it was handed over. */
    final List<String> messages = new ArrayList<>();

    // As long as a connection.
    private @Nullable PacketSocket socket;

    /** How many handshakes of QoS 2 it answers before it falls silent. */
    int patience = Integer.MAX_VALUE;

    KeepingClient(boolean v5, String id) {
        this.v5 = v5;
        this.id = id;
    }

    /** Connects, and sends again what was not acknowledged; returns whether the session was there. */
    boolean connect(int port) {
        close();
        socket = new PacketSocket(port);
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 3600));
        socket().send(MqttMessageBuilders.connect()
                .protocolVersion(v5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1)
                .clientId(id)
                .cleanSession(false)
                .keepAlive(60)
                .properties(properties)
                .build());
        MqttConnAckMessage connAck = (MqttConnAckMessage) await(MqttMessageType.CONNACK);
        assertThat(connAck.variableHeader().connectReturnCode()).isEqualTo(MqttConnectReturnCode.CONNECTION_ACCEPTED);
        releasing.forEach(released -> answer(MqttMessageType.PUBREL, released));
        unacknowledged.values().forEach(publish -> socket().send(again(publish)));
        return connAck.variableHeader().isSessionPresent();
    }

    private static MqttPublishMessage again(MqttPublishMessage publish) {
        MqttFixedHeader header = publish.fixedHeader();
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, true, header.qosLevel(), header.isRetain(), 0),
                publish.variableHeader(),
                publish.payload().retainedDuplicate());
    }

    /** Subscribes with QoS 2; returns what the broker grants. */
    int subscribe(String filter) {
        socket().send(MqttMessageBuilders.subscribe()
                .messageId(++lastId)
                .addSubscription(MqttQoS.EXACTLY_ONCE, filter)
                .build());
        return ((MqttSubAckMessage) await(MqttMessageType.SUBACK))
                .payload()
                .reasonCodes()
                .get(0);
    }

    /** Publishes, and does not wait for the acknowledgement. */
    void publish(int qos, String topic, String text) {
        int packetId = qos == 0 ? 0 : ++lastId;
        MqttPublishMessage publish = new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.valueOf(qos), false, 0),
                new MqttPublishVariableHeader(topic, packetId, MqttProperties.NO_PROPERTIES),
                Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        if (qos > 0) {
            unacknowledged.put(packetId, publish.retain());
        }
        socket().send(publish);
    }

    /** How many of its publishes have not come to their end. */
    int open() {
        return unacknowledged.size() + releasing.size();
    }

    /** Whether no more than so many of its publishes wait for the first answer. */
    boolean hasAtMostUnanswered(int most) {
        return unacknowledged.size() <= most;
    }

    /** Reads and answers until something is so, or the connection has ended. */
    void readUntil(BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            MqttMessage packet = socket().read(100);
            if (packet != null) {
                take(packet);
            }
        }
        assertThat(done.getAsBoolean()).as("what client %s waits for", id).isTrue();
    }

    private MqttMessage await(MqttMessageType type) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (System.nanoTime() < end) {
            MqttMessage packet = socket().read(100);
            if (packet != null && packet.fixedHeader().messageType() == type) {
                return packet;
            }
            if (packet != null) {
                take(packet);
            }
        }
        throw new AssertionError("no " + type + " came for client " + id);
    }

    private void take(MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> message((MqttPublishMessage) packet);
            case PUBREL -> {
                received.remove(idOf(packet));
                answer(MqttMessageType.PUBCOMP, idOf(packet));
            }
            case PUBACK -> acknowledged(idOf(packet));
            case PUBREC -> {
                acknowledged(idOf(packet));
                releasing.add(idOf(packet));
                answer(MqttMessageType.PUBREL, idOf(packet));
            }
            case PUBCOMP -> releasing.remove(idOf(packet));
            default -> {}
        }
    }

    private void acknowledged(int packetId) {
        MqttPublishMessage done = unacknowledged.remove(packetId);
        if (done != null) {
            done.release();
        }
    }

    private void message(MqttPublishMessage publish) {
        int packetId = publish.variableHeader().packetId();
        MqttQoS qos = publish.fixedHeader().qosLevel();
        if (qos != MqttQoS.EXACTLY_ONCE || received.add(packetId)) {
            messages.add(publish.payload().toString(StandardCharsets.UTF_8));
        }
        publish.release();
        if (patience > 0 && qos != MqttQoS.AT_MOST_ONCE) {
            answer(qos == MqttQoS.EXACTLY_ONCE ? MqttMessageType.PUBREC : MqttMessageType.PUBACK, packetId);
        }
        patience--;
    }

    private static int idOf(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    private void answer(MqttMessageType type, int packetId) {
        MqttQoS flags = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
        socket().send(new MqttMessage(
                new MqttFixedHeader(type, false, flags, false, 0), MqttMessageIdVariableHeader.from(packetId)));
    }

    private PacketSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("client " + id + " is not connected");
        }
        return socket;
    }

    /** Ends the connection without a DISCONNECT; the session stays. */
    @Override
    public void close() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
