package io.fairlead.broker.hivemq;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubRecException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubrec.Mqtt5PubRec;
import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.broker.connect.ConnectRefusals;
import io.fairlead.broker.connect.Failure;
import io.fairlead.broker.connect.NetworkFailures;
import io.fairlead.topic.Qos;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the library's exceptions mean, in the port's terms and in sentences that say what to do. */
final class Failures {

    private static final int REFUSED = 128;

    private Failures() {}

    /** Why a link is down. */
    static Failure of(Throwable cause, BrokerAddress address, boolean wasUp) {
        if (cause instanceof Mqtt5ConnAckException refused) {
            var connAck = refused.getMqttMessage();
            int code = connAck.getReasonCode().getCode();
            String said = connAck.getReasonString().map(Object::toString).orElse(words(connAck.getReasonCode()));
            return ConnectRefusals.mqtt5(code, said, address);
        }
        if (cause instanceof Mqtt3ConnAckException refused) {
            int code = refused.getMqttMessage().getReturnCode().getCode();
            return ConnectRefusals.mqtt311(code, words(refused.getMqttMessage().getReturnCode()), address);
        }
        if (cause instanceof Mqtt5DisconnectException said) {
            Mqtt5Disconnect disconnect = said.getMqttMessage();
            String words = disconnect.getReasonString().map(Object::toString).orElse(words(disconnect.getReasonCode()));
            return NetworkFailures.disconnected(disconnect.getReasonCode().getCode(), words, address);
        }
        return cause instanceof ConnectionClosedException
                ? NetworkFailures.closed(cause.getCause(), address, wasUp)
                : NetworkFailures.unreachable(cause, address);
    }

    /** What an exception says of a publish. One that the loss of the link explains has been answered before. */
    static PublishOutcome publishOutcome(@Nullable Throwable error) {
        if (error instanceof Mqtt5PubAckException refused) {
            Mqtt5PubAck pubAck = refused.getMqttMessage();
            return refused(pubAck.getReasonCode().getCode(), pubAck.getReasonString(), pubAck.getReasonCode());
        }
        if (error instanceof Mqtt5PubRecException refused) {
            Mqtt5PubRec pubRec = refused.getMqttMessage();
            return refused(pubRec.getReasonCode().getCode(), pubRec.getReasonString(), pubRec.getReasonCode());
        }
        if (error instanceof MqttEncodeException) {
            return new PublishOutcome.NotPossible(true, NetworkFailures.message(error));
        }
        if (error instanceof MqttClientStateException) {
            return new PublishOutcome.NotSent(NetworkFailures.message(error));
        }
        return new PublishOutcome.Unknown("the link was lost before the broker answered"
                + (error == null ? "" : ": " + NetworkFailures.message(error)));
    }

    private static PublishOutcome refused(int code, Optional<?> said, Enum<?> name) {
        return new PublishOutcome.Refused(code, said.map(Object::toString).orElse(words(name)));
    }

    static SubscribeOutcome subscribeOutcome(int code, String text) {
        return code < REFUSED ? new SubscribeOutcome.Granted(Qos.of(code)) : new SubscribeOutcome.Refused(code, text);
    }

    static List<SubscribeOutcome> linkDown(List<Subscription> subscriptions) {
        return subscriptions.stream()
                .map(subscription -> (SubscribeOutcome) new SubscribeOutcome.LinkDown())
                .toList();
    }

    /** A constant's name as words. */
    static String words(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
