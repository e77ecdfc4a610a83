package io.fairlead.it.adversary;

import io.fairlead.it.relay.PacketSocket;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.PublishBuilder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An intruder's MQTT client, packet by packet; it notes every refusal of MQTT 5. For the test's thread. */
final class Device implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 15_000;
    private static final Pattern SAID = Pattern.compile("(?s)(client|gateway|broker): .*?(?:\\(([a-z_]+)\\))?");

    private final PacketSocket socket;
    private final Refusals refusals;
    private final List<String> heard = new ArrayList<>();
    private boolean version5;
    private int lastId;

    Device(int port, Refusals refusals) {
        this.socket = new PacketSocket(port);
        this.refusals = refusals;
    }

    /** Connects; returns the code of CONNACK, -1 if the connection was closed instead. */
    int connect(MqttVersion version, UnaryOperator<ConnectBuilder> more) {
        version5 = version == MqttVersion.MQTT_5;
        socket.send(more.apply(MqttMessageBuilders.connect()
                        .protocolVersion(version)
                        .cleanSession(true)
                        .keepAlive(60))
                .build());
        return connAck();
    }

    private int connAck() {
        MqttMessage answer = await(MqttMessageType.CONNACK);
        if (!(answer instanceof MqttConnAckMessage connAck)) {
            return -1;
        }
        int code = connAck.variableHeader().connectReturnCode().byteValue() & 0xff;
        note(code, connAck.variableHeader().properties());
        return code;
    }

    int connect(MqttVersion version, String client, @Nullable String token) {
        return connect(
                version,
                connect -> token == null
                        ? connect.clientId(client)
                        : connect.clientId(client)
                                .username("any")
                                .password(token.getBytes(StandardCharsets.UTF_8))
                                .hasUser(true)
                                .hasPassword(true));
    }

    /** Connects as no honest library would: nothing looks at the names. */
    int connectRaw(String client, @Nullable String willTopic, String will, String token) {
        version5 = true;
        socket.speaks(MqttVersion.MQTT_5);
        socket.send(RawPackets.connect(client, willTopic, will, token));
        return connAck();
    }

    /** Publishes as no honest library would. */
    int publishRaw(String topic, String payload, @Nullable String responseTopic) {
        socket.send(RawPackets.publish(topic, nextId(), payload, responseTopic));
        return pubAck();
    }

    /** Subscribes as no honest library would. */
    int subscribeRaw(String filter) {
        socket.send(RawPackets.subscribe(nextId(), filter));
        return subAck();
    }

    /** Publishes with QoS 1; returns the code of PUBACK, -1 if the connection was closed instead. */
    int publish(String topic, String payload, UnaryOperator<PublishBuilder> more) {
        socket.send(more.apply(MqttMessageBuilders.publish()
                        .topicName(topic)
                        .qos(MqttQoS.AT_LEAST_ONCE)
                        .messageId(nextId())
                        .payload(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8)))
                .build());
        return pubAck();
    }

    private int pubAck() {
        MqttMessage answer = await(MqttMessageType.PUBACK);
        if (answer == null) {
            return -1;
        }
        if (answer.variableHeader() instanceof MqttPubReplyMessageVariableHeader header) {
            int code = header.reasonCode() & 0xff;
            note(code, header.properties());
            return code;
        }
        return 0;
    }

    int publish(String topic, String payload) {
        return publish(topic, payload, publish -> publish);
    }

    /** Subscribes; returns the code of SUBACK, -1 if the connection was closed instead. */
    int subscribe(String filter) {
        socket.send(MqttMessageBuilders.subscribe()
                .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
                .messageId(nextId())
                .build());
        return subAck();
    }

    private int subAck() {
        if (!(await(MqttMessageType.SUBACK) instanceof MqttSubAckMessage subAck)) {
            return -1;
        }
        int code = subAck.payload().reasonCodes().get(0);
        note(code, subAck.idAndPropertiesVariableHeader().properties());
        return code;
    }

    /** Whether the gateway still answers; all that it had for the client before is here then. */
    boolean answers() {
        socket.send(MqttMessage.PINGREQ);
        return await(MqttMessageType.PINGRESP) != null;
    }

    /** Every message that came, {@code topic payload}, and the response topics in brackets. */
    List<String> heard() {
        return heard;
    }

    private int nextId() {
        return ++lastId;
    }

    private @Nullable MqttMessage await(MqttMessageType wanted) {
        MqttMessage next = socket.read(PATIENCE_MILLIS);
        while (next != null && next.fixedHeader().messageType() != wanted) {
            if (next instanceof MqttPublishMessage publish) {
                hear(publish);
            } else if (next.fixedHeader().messageType() == MqttMessageType.DISCONNECT) {
                noteEnd(next);
                return null;
            }
            next = socket.read(PATIENCE_MILLIS);
        }
        return next;
    }

    private void hear(MqttPublishMessage publish) {
        MqttProperties.MqttProperty<?> response =
                publish.variableHeader().properties().getProperty(MqttProperties.RESPONSE_TOPIC);
        heard.add(publish.variableHeader().topicName() + " "
                + publish.payload().toString(StandardCharsets.UTF_8)
                + (response == null ? "" : " [" + response.value() + "]"));
        publish.release();
    }

    private void noteEnd(MqttMessage disconnect) {
        if (disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
            note(header.reasonCode() & 0xff, header.properties());
        }
    }

    /** MQTT 3.1.1 has no room for a sentence. */
    private void note(int code, MqttProperties properties) {
        if (code < 0x80 || !version5) {
            return;
        }
        MqttProperties.MqttProperty<?> reason = properties.getProperty(MqttProperties.REASON_STRING);
        String said = reason == null ? "" : String.valueOf(reason.value());
        Matcher matcher = SAID.matcher(said);
        boolean named = matcher.matches();
        String word = named && matcher.group(2) != null ? matcher.group(2) : wordOf(code);
        refusals.add(word, named ? matcher.group(1) : "", Integer.toHexString(code) + " " + said);
    }

    /** What breaks MQTT's own rules has MQTT's own code, and no word beside it. */
    private static String wordOf(int code) {
        return switch (code) {
            case 0x81 -> "malformed_packet";
            case 0x82 -> "protocol_error";
            case 0x93, 0x94, 0x95 -> "beyond_what_was_agreed";
            default -> "";
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}
