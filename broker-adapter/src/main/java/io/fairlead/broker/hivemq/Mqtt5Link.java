package io.fairlead.broker.hivemq;

import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientConnectedContext;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckRestrictions;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubrec.Mqtt5PubRecReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAck;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.Mqtt5Unsubscribe;
import io.fairlead.broker.BrokerSettings.Credentials;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.Message;
import io.fairlead.topic.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The library's MQTT 5 client, in the terms of the port. */
final class Mqtt5Link implements VersionedClient {

    private final ClientSetup setup;
    private final ClientEvents events;
    private final Mqtt5AsyncClient client;
    private @Nullable Received<Mqtt5Publish> receiver;

    Mqtt5Link(ClientSetup setup, MqttClientTransportConfig transport, ClientEvents events) {
        this.setup = setup;
        this.events = events;
        Mqtt5ClientBuilder builder = setup.builder(transport)
                .useMqttVersion5()
                .addConnectedListener(
                        context -> events.onConnected(connAck(((Mqtt5ClientConnectedContext) context).getConnAck())))
                .addDisconnectedListener(
                        context -> events.onDisconnected(context.getCause(), context.getReconnector()));
        Credentials credentials = setup.settings().credentials();
        this.client = (credentials == null ? builder : builder.simpleAuth(simpleAuth(credentials))).buildAsync();
    }

    private static Mqtt5SimpleAuth simpleAuth(Credentials credentials) {
        return Mqtt5SimpleAuth.builder()
                .username(credentials.user())
                .password(credentials.password().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static ConnAck connAck(Mqtt5ConnAck connAck) {
        Mqtt5ConnAckRestrictions says = connAck.getRestrictions();
        return new ConnAck(
                MqttVersion.V5,
                connAck.isSessionPresent(),
                says.getReceiveMaximum(),
                Messages.qos(says.getMaximumQos()),
                says.isRetainAvailable(),
                says.isWildcardSubscriptionAvailable(),
                says.isSharedSubscriptionAvailable(),
                says.getMaximumPacketSize());
    }

    @Override
    public MqttVersion version() {
        return MqttVersion.V5;
    }

    @Override
    public void connect(boolean clean) {
        Mqtt5Connect connect = Mqtt5Connect.builder()
                .cleanStart(clean)
                .sessionExpiryInterval(setup.options().sessionSeconds())
                .keepAlive(setup.settings().keepAliveSeconds())
                .restrictions()
                .receiveMaximum(setup.options().receiveMaximum())
                .applyRestrictions()
                .build();
        Answers.ignore(client.connect(connect));
    }

    @Override
    public void listen() {
        if (receiver != null) {
            receiver.replace();
        }
        Received<Mqtt5Publish> next = new Received<>(this::received, this::listen);
        receiver = next;
        client.toRx().publishes(MqttGlobalPublishFilter.ALL, true).subscribe(next);
    }

    private void received(Mqtt5Publish publish) {
        boolean needsAnswer = publish.getQos() != MqttQos.AT_MOST_ONCE;
        events.onMessage(Messages.from(publish), needsAnswer ? publish::acknowledge : null);
    }

    @Override
    public void publish(Message message, Consumer<PublishOutcome> outcome) {
        Answers.when(
                client.publish(Messages.toMqtt5(message)),
                (result, error) -> outcome.accept(result != null ? outcome(result) : Failures.publishOutcome(error)));
    }

    private static PublishOutcome outcome(Mqtt5PublishResult result) {
        boolean heard = true;
        if (result instanceof Mqtt5PublishResult.Mqtt5Qos1Result qos1) {
            heard = qos1.getPubAck().getReasonCode() != Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS;
        } else if (result instanceof Mqtt5PublishResult.Mqtt5Qos2Result qos2) {
            heard = qos2.getPubRec().getReasonCode() != Mqtt5PubRecReasonCode.NO_MATCHING_SUBSCRIBERS;
        } else {
            return new PublishOutcome.Written();
        }
        return new PublishOutcome.Accepted(
                heard ? PublishOutcome.Reason.SUCCESS : PublishOutcome.Reason.NO_MATCHING_SUBSCRIBERS);
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcomes) {
        Mqtt5Subscribe subscribe = Mqtt5Subscribe.builder()
                .addSubscriptions(subscriptions.stream().map(this::subscription))
                .build();
        Answers.when(client.subscribe(subscribe), (subAck, error) -> {
            Mqtt5SubAck said = error instanceof Mqtt5SubAckException refused ? refused.getMqttMessage() : subAck;
            outcomes.accept(said == null ? Failures.linkDown(subscriptions) : outcomes(said));
        });
    }

    private Mqtt5Subscription subscription(Subscription subscription) {
        return Mqtt5Subscription.builder()
                .topicFilter(subscription.filter().value())
                .qos(Messages.qos(subscription.qos()))
                .retainAsPublished(setup.options().retainAsPublished())
                .retainHandling(
                        subscription.replayRetained() ? Mqtt5RetainHandling.SEND : Mqtt5RetainHandling.DO_NOT_SEND)
                .build();
    }

    private static List<SubscribeOutcome> outcomes(Mqtt5SubAck subAck) {
        String text = subAck.getReasonString().map(Object::toString).orElse(null);
        return subAck.getReasonCodes().stream()
                .map(code -> Failures.subscribeOutcome(code.getCode(), text == null ? Failures.words(code) : text))
                .toList();
    }

    @Override
    public void unsubscribe(List<TopicFilter> filters, Consumer<Boolean> done) {
        Mqtt5Unsubscribe unsubscribe = Mqtt5Unsubscribe.builder()
                .addTopicFilters(filters.stream().map(filter -> MqttTopicFilter.of(filter.value())))
                .build();
        Answers.when(client.unsubscribe(unsubscribe), (unsubAck, error) -> done.accept(error == null));
    }

    @Override
    public void disconnect(boolean keepSession, Runnable gone) {
        Mqtt5Disconnect disconnect = keepSession
                ? Mqtt5Disconnect.builder().build()
                : Mqtt5Disconnect.builder().sessionExpiryInterval(0).build();
        Answers.when(client.disconnect(disconnect), (nothing, error) -> gone.run());
    }
}
