package io.fairlead.broker.hivemq;

import com.hivemq.client.internal.mqtt.message.publish.MqttPublish;
import com.hivemq.client.internal.mqtt.message.publish.mqtt3.Mqtt3PublishView;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topic.UserProperty;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages as the library has them, and as the port has them. */
final class Messages {

    private static final byte[] EMPTY = {};

    private Messages() {}

    static Message from(Mqtt5Publish publish) {
        return new Message(
                new TopicName(publish.getTopic().toString()),
                payload(publish),
                qos(publish.getQos()),
                publish.isRetain(),
                publish.getMessageExpiryInterval().orElse(Message.NO_EXPIRY),
                publish.getContentType().map(Object::toString).orElse(null),
                publish.getResponseTopic()
                        .map(topic -> new TopicName(topic.toString()))
                        .orElse(null),
                publish.getCorrelationData().map(Messages::bytes).orElse(null),
                properties(publish.getUserProperties()),
                publish.getPayloadFormatIndicator().orElse(null) == Mqtt5PayloadFormatIndicator.UTF_8);
    }

    static Message from(Mqtt3Publish publish) {
        return new Message(
                new TopicName(publish.getTopic().toString()),
                payload(publish),
                qos(publish.getQos()),
                publish.isRetain(),
                Message.NO_EXPIRY,
                null,
                null,
                null,
                List.of());
    }

    static Mqtt5Publish toMqtt5(Message message) {
        Mqtt5PublishBuilder.Complete publish = Mqtt5Publish.builder()
                .topic(message.topic().value())
                .payload(message.payload())
                .qos(qos(message.qos()))
                .retain(message.retain());
        if (message.expirySeconds() >= 0) {
            publish = publish.messageExpiryInterval(message.expirySeconds());
        }
        if (message.utf8()) {
            publish = publish.payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8);
        }
        if (message.contentType() != null) {
            publish = publish.contentType(message.contentType());
        }
        if (message.responseTopic() != null) {
            publish = publish.responseTopic(message.responseTopic().value());
        }
        if (message.correlation() != null) {
            publish = publish.correlationData(message.correlation());
        }
        if (!message.properties().isEmpty()) {
            publish = publish.userProperties(properties(message.properties()));
        }
        return publish.build();
    }

    static Mqtt3Publish toMqtt311(Message message) {
        return Mqtt3Publish.builder()
                .topic(message.topic().value())
                .payload(message.payload())
                .qos(qos(message.qos()))
                .retain(message.retain())
                .build();
    }

    static MqttQos qos(Qos qos) {
        return switch (qos) {
            case AT_MOST_ONCE -> MqttQos.AT_MOST_ONCE;
            case AT_LEAST_ONCE -> MqttQos.AT_LEAST_ONCE;
            case EXACTLY_ONCE -> MqttQos.EXACTLY_ONCE;
        };
    }

    static Qos qos(MqttQos qos) {
        return switch (qos) {
            case AT_MOST_ONCE -> Qos.AT_MOST_ONCE;
            case AT_LEAST_ONCE -> Qos.AT_LEAST_ONCE;
            case EXACTLY_ONCE -> Qos.EXACTLY_ONCE;
        };
    }

    /** The library's decoder has copied the payload into an array of its own; its public accessor would copy once more. */
    private static byte[] payload(Mqtt5Publish publish) {
        return publish instanceof MqttPublish decoded ? payload(decoded.getRawPayload()) : publish.getPayloadAsBytes();
    }

    private static byte[] payload(Mqtt3Publish publish) {
        return publish instanceof Mqtt3PublishView view
                ? payload(view.getDelegate().getRawPayload())
                : publish.getPayloadAsBytes();
    }

    private static byte[] payload(@Nullable ByteBuffer raw) {
        if (raw == null) {
            return EMPTY;
        }
        boolean whole = raw.hasArray() && raw.arrayOffset() == 0 && raw.array().length == raw.remaining();
        return whole ? raw.array() : bytes(raw);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static List<UserProperty> properties(Mqtt5UserProperties properties) {
        List<? extends Mqtt5UserProperty> all = properties.asList();
        if (all.isEmpty()) {
            return List.of();
        }
        return all.stream()
                .map(p -> new UserProperty(p.getName().toString(), p.getValue().toString()))
                .toList();
    }

    private static Mqtt5UserProperties properties(List<UserProperty> properties) {
        return Mqtt5UserProperties.of(properties.stream()
                .map(p -> Mqtt5UserProperty.of(p.name(), p.value()))
                .toList());
    }
}
