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
import io.fairlead.topic.Qos;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
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
            return disconnected(said.getMqttMessage(), address);
        }
        if (cause instanceof ConnectionClosedException && find(cause, SSLException.class) == null) {
            return closed(cause, address, wasUp);
        }
        return new Failure(Failure.Kind.OTHER, 0, unreachable(cause, address));
    }

    private static Failure closed(Throwable cause, BrokerAddress address, boolean wasUp) {
        String detail = cause.getCause() == null ? "" : " (" + message(cause.getCause()) + ")";
        if (wasUp) {
            return new Failure(
                    Failure.Kind.OTHER,
                    0,
                    "the broker at " + address + " closed the connection" + detail
                            + "; its log says why: it may have been stopped, or another client has the same client id");
        }
        return new Failure(
                Failure.Kind.CLOSED_UNANSWERED,
                0,
                "the broker at " + address + " closed the connection without answering CONNECT" + detail
                        + "; check that the port speaks what the address says, and the broker's log");
    }

    private static Failure disconnected(Mqtt5Disconnect disconnect, BrokerAddress address) {
        String words = disconnect.getReasonString().map(Object::toString).orElse(words(disconnect.getReasonCode()));
        return new Failure(
                Failure.Kind.OTHER,
                disconnect.getReasonCode().getCode(),
                "the broker at " + address + " ended the connection: " + words);
    }

    private static String unreachable(Throwable cause, BrokerAddress address) {
        if (find(cause, UnknownHostException.class) != null) {
            return "the broker's host " + address.host() + " is unknown; check broker.url and the name servers";
        }
        SSLException tls = find(cause, SSLException.class);
        if (tls != null) {
            return "TLS with the broker at " + address + " failed: " + message(tls)
                    + "; check that the port speaks TLS, and that the broker's certificate is for this host and signed"
                    + " by an authority that is trusted here";
        }
        if (find(cause, NoRouteToHostException.class) != null) {
            return "there is no route to the broker at " + address + "; check the network and its firewalls";
        }
        if (timedOut(cause)) {
            return "the broker at " + address + " did not answer in time; check the address, and the firewalls between";
        }
        if (find(cause, ConnectException.class) != null) {
            return "the broker at " + address + " refused the connection; check that it runs and listens on that port";
        }
        return "the connection to the broker at " + address + " failed: " + message(cause);
    }

    private static boolean timedOut(Throwable cause) {
        return find(cause, SocketTimeoutException.class) != null
                || message(cause).toLowerCase(Locale.ROOT).contains("timeout")
                || message(cause).toLowerCase(Locale.ROOT).contains("timed out");
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
            return new PublishOutcome.NotPossible(true, message(error));
        }
        if (error instanceof MqttClientStateException) {
            return new PublishOutcome.NotSent(message(error));
        }
        return new PublishOutcome.Unknown(
                "the link was lost before the broker answered" + (error == null ? "" : ": " + message(error)));
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

    private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }

    private static String message(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
