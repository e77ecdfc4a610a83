package io.fairlead.transport.mqtt;

import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.MqttSession;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session that accepts every client, answers its pings, and writes down what it heard, one line each. */
public final class RecordingMqttSession implements MqttSession {
    /** What it heard; read on any thread. */
    public final List<String> heard = new CopyOnWriteArrayList<>();

    public final MqttConnection connection;

    /** What it does with each line beyond writing it down; on the connection's loop. */
    public volatile Consumer<String> then = line -> {};

    public RecordingMqttSession(MqttConnection connection) {
        this.connection = connection;
    }

    private void hear(String line) {
        heard.add(line);
        then.accept(line);
    }

    @Override
    public void onConnect(MqttConnectMessage connect) {
        hear("connect " + connect.payload().clientIdentifier());
        connection.write(MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .build());
    }

    @Override
    public void onPublish(PublishFrame publish) {
        hear("publish " + publish.topic());
    }

    @Override
    public void onPacket(MqttMessage packet) {
        hear(packet.fixedHeader().messageType().name());
        if (packet.fixedHeader().messageType() == MqttMessageType.PINGREQ) {
            connection.write(MqttMessage.PINGRESP);
        }
    }

    @Override
    public void onReadComplete() {
        connection.flush();
    }

    @Override
    public void onWritabilityChanged() {
        hear(connection.isWritable() ? "writable" : "not writable");
    }

    @Override
    public void onDrain(long closeAtMillis) {
        hear("drain");
    }

    @Override
    public void onClosed(@Nullable MqttFault fault) {
        hear(fault == null ? "closed" : "closed " + fault.word());
    }
}
