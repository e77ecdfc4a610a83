package io.fairlead.broker.packet;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.LinkUp;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.connect.ConnectRefusals;
import io.fairlead.broker.connect.Failure;
import io.fairlead.broker.connect.NetworkFailures;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topic.UserProperty;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the broker's packets say, in the port's terms. What the codec lets pass and MQTT does not is a {@link BrokerFault}
 * where it matters to what is made of the packet.
 */
final class ReceivedPackets {

    private static final int REFUSED = 128;

    private ReceivedPackets() {}

    /** Why a CONNACK refuses; null if it accepts. */
    static @Nullable Failure refusal(MqttConnAckMessage connAck, ConnectRequest request) {
        MqttConnAckVariableHeader says = connAck.variableHeader();
        int code = Byte.toUnsignedInt(says.connectReturnCode().byteValue());
        if (code == 0) {
            return null;
        }
        String name = words(says.connectReturnCode())
                .replace("connection refused ", "")
                .replace(" 5", "");
        BrokerAddress address = request.address();
        return request.v5()
                ? ConnectRefusals.mqtt5(code, said(says.properties(), name), address)
                : ConnectRefusals.mqtt311(code, name, address);
    }

    /** What an accepting CONNACK says of the broker. */
    static LinkUp up(MqttConnAckMessage connAck, ConnectRequest request) {
        boolean present = connAck.variableHeader().isSessionPresent();
        if (present && request.clean()) {
            throw new BrokerFault(
                    BrokerFault.PROTOCOL_ERROR, "a CONNACK with a session present, where none was asked for");
        }
        String address = request.address().toString();
        if (!request.v5()) {
            return new LinkUp(
                    MqttVersion.V3_1_1,
                    address,
                    present,
                    65_535,
                    Qos.EXACTLY_ONCE,
                    true,
                    true,
                    false,
                    Integer.MAX_VALUE);
        }
        MqttProperties says = connAck.variableHeader().properties();
        int largest = number(says, MqttProperties.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE);
        return new LinkUp(
                MqttVersion.V5,
                address,
                present,
                Math.max(1, number(says, MqttProperties.RECEIVE_MAXIMUM, 65_535)),
                number(says, MqttProperties.MAXIMUM_QOS, 2) == 0
                        ? Qos.AT_MOST_ONCE
                        : number(says, MqttProperties.MAXIMUM_QOS, 2) == 1 ? Qos.AT_LEAST_ONCE : Qos.EXACTLY_ONCE,
                number(says, MqttProperties.RETAIN_AVAILABLE, 1) != 0,
                number(says, MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, 1) != 0,
                number(says, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 1) != 0,
                largest < 0 ? Integer.MAX_VALUE : largest);
    }

    /** The keep-alive that counts, in seconds: the broker's where it says one. */
    static int keepAliveSeconds(MqttConnAckMessage connAck, ConnectRequest request) {
        int ours = request.settings().keepAliveSeconds();
        return number(connAck.variableHeader().properties(), MqttProperties.SERVER_KEEP_ALIVE, ours);
    }

    /** How long the broker keeps the session, in seconds: what was asked for, unless it says less (MQTT 5, 3.2.2.3.2). */
    static long sessionSeconds(MqttConnAckMessage connAck, ConnectRequest request) {
        int asked = (int) request.sessionSeconds();
        return Integer.toUnsignedLong(
                number(connAck.variableHeader().properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, asked));
    }

    static Message message(MqttPublishMessage publish) {
        MqttProperties says = publish.variableHeader().properties();
        if (says.getProperty(MqttProperties.TOPIC_ALIAS) != null) {
            throw new BrokerFault(
                    BrokerFault.TOPIC_ALIAS_INVALID, "a PUBLISH with a topic alias, which was not offered");
        }
        String responseTopic = string(says, MqttProperties.RESPONSE_TOPIC);
        try {
            return new Message(
                    new TopicName(publish.variableHeader().topicName()),
                    ByteBufUtil.getBytes(publish.payload()),
                    Qos.of(publish.fixedHeader().qosLevel().value()),
                    publish.fixedHeader().isRetain(),
                    expiry(says),
                    string(says, MqttProperties.CONTENT_TYPE),
                    responseTopic == null ? null : new TopicName(responseTopic),
                    bytes(says, MqttProperties.CORRELATION_DATA),
                    userProperties(says),
                    number(says, MqttProperties.PAYLOAD_FORMAT_INDICATOR, 0) == 1);
        } catch (IllegalArgumentException e) {
            throw new BrokerFault(BrokerFault.PROTOCOL_ERROR, "a PUBLISH that MQTT does not allow: " + e.getMessage());
        }
    }

    static List<SubscribeOutcome> outcomes(MqttSubAckMessage subAck, boolean v5) {
        MqttProperties says = subAck.idAndPropertiesVariableHeader().properties();
        List<SubscribeOutcome> outcomes = new ArrayList<>();
        for (MqttReasonCodes.SubAck reason : subAck.payload().typedReasonCodes()) {
            int code = Byte.toUnsignedInt(reason.byteValue());
            if (code < REFUSED) {
                outcomes.add(new SubscribeOutcome.Granted(Qos.of(code)));
            } else {
                String text = v5 ? said(says, words(reason)) : "the broker gives no reason in MQTT 3.1.1";
                outcomes.add(new SubscribeOutcome.Refused(code, text));
            }
        }
        return outcomes;
    }

    /** Whether an UNSUBACK confirms all of it. */
    static boolean confirms(MqttUnsubAckMessage unsubAck) {
        return unsubAck.payload() == null
                || unsubAck.payload().typedReasonCodes().stream()
                        .allMatch(reason -> Byte.toUnsignedInt(reason.byteValue()) < REFUSED);
    }

    /** What the broker says with a DISCONNECT. */
    static Failure disconnected(MqttMessage disconnect, BrokerAddress address) {
        int code = 0;
        String said = "it gave no reason";
        if (disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader says) {
            code = Byte.toUnsignedInt(says.reasonCode());
            said = said(says.properties(), name(says.reasonCode()));
        }
        return NetworkFailures.disconnected(code, said, address);
    }

    private static String name(byte disconnectCode) {
        try {
            return words(MqttReasonCodes.Disconnect.valueOf(disconnectCode));
        } catch (IllegalArgumentException unknown) {
            return "reason " + Byte.toUnsignedInt(disconnectCode) + ", which MQTT does not know";
        }
    }

    private static long expiry(MqttProperties says) {
        MqttProperties.MqttProperty<?> found = says.getProperty(MqttProperties.PUBLICATION_EXPIRY_INTERVAL);
        return found != null && found.value() instanceof Integer seconds
                ? Integer.toUnsignedLong(seconds)
                : Message.NO_EXPIRY;
    }

    private static List<UserProperty> userProperties(MqttProperties says) {
        List<UserProperty> all = new ArrayList<>();
        for (MqttProperties.MqttProperty<?> property : says.getProperties(MqttProperties.USER_PROPERTY)) {
            if (property.value() instanceof StringPair pair) {
                all.add(new UserProperty(pair.key, pair.value));
            }
        }
        return all.isEmpty() ? List.of() : List.copyOf(all);
    }

    private static int number(MqttProperties says, int property, int otherwise) {
        MqttProperties.MqttProperty<?> found = says.getProperty(property);
        return found != null && found.value() instanceof Integer number ? number : otherwise;
    }

    private static @Nullable String string(MqttProperties says, int property) {
        MqttProperties.MqttProperty<?> found = says.getProperty(property);
        return found != null && found.value() instanceof String text ? text : null;
    }

    private static byte @Nullable [] bytes(MqttProperties says, int property) {
        MqttProperties.MqttProperty<?> found = says.getProperty(property);
        return found != null && found.value() instanceof byte[] bytes ? bytes : null;
    }

    /** The broker's own words, or those that are given. */
    private static String said(MqttProperties says, String otherwise) {
        String words = string(says, MqttProperties.REASON_STRING);
        return words == null ? otherwise : words;
    }

    private static String words(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
