package io.fairlead.broker.hivemq;

import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.lifecycle.Mqtt3ClientConnectedContext;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAck;
import com.hivemq.client.mqtt.mqtt3.message.unsubscribe.Mqtt3Unsubscribe;
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

/** The library's MQTT 3.1.1 client, in the terms of the port. */
final class Mqtt311Link implements VersionedClient {

    private final ClientSetup setup;
    private final ClientEvents events;
    private final Mqtt3AsyncClient client;
    private @Nullable Received<Mqtt3Publish> receiver;

    Mqtt311Link(ClientSetup setup, MqttClientTransportConfig transport, ClientEvents events) {
        this.setup = setup;
        this.events = events;
        Mqtt3ClientBuilder builder = setup.builder(transport)
                .useMqttVersion3()
                .addConnectedListener(context -> events.onConnected(ConnAck.ofMqtt311(
                        ((Mqtt3ClientConnectedContext) context).getConnAck().isSessionPresent())))
                .addDisconnectedListener(
                        context -> events.onDisconnected(context.getCause(), context.getReconnector()));
        Credentials credentials = setup.settings().credentials();
        this.client = (credentials == null ? builder : builder.simpleAuth(simpleAuth(credentials))).buildAsync();
    }

    private static Mqtt3SimpleAuth simpleAuth(Credentials credentials) {
        return Mqtt3SimpleAuth.builder()
                .username(credentials.user())
                .password(credentials.password().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    @Override
    public MqttVersion version() {
        return MqttVersion.V3_1_1;
    }

    @Override
    public void connect(boolean clean) {
        Mqtt3Connect connect = Mqtt3Connect.builder()
                .cleanSession(clean)
                .keepAlive(setup.settings().keepAliveSeconds())
                .build();
        Answers.ignore(client.connect(connect));
    }

    @Override
    public void listen() {
        if (receiver != null) {
            receiver.replace();
        }
        Received<Mqtt3Publish> next = new Received<>(this::received, this::listen);
        receiver = next;
        client.toRx().publishes(MqttGlobalPublishFilter.ALL, true).subscribe(next);
    }

    private void received(Mqtt3Publish publish) {
        boolean needsAnswer = publish.getQos() != MqttQos.AT_MOST_ONCE;
        events.onMessage(Messages.from(publish), needsAnswer ? publish::acknowledge : null);
    }

    @Override
    public void publish(Message message, Consumer<PublishOutcome> outcome) {
        Answers.when(
                client.publish(Messages.toMqtt311(message)),
                (published, error) ->
                        outcome.accept(published != null ? outcome(published) : Failures.publishOutcome(error)));
    }

    private static PublishOutcome outcome(Mqtt3Publish published) {
        return published.getQos() == MqttQos.AT_MOST_ONCE
                ? new PublishOutcome.Written()
                : new PublishOutcome.Accepted(PublishOutcome.Reason.ACKNOWLEDGED);
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcomes) {
        Mqtt3Subscribe subscribe = Mqtt3Subscribe.builder()
                .addSubscriptions(subscriptions.stream().map(Mqtt311Link::subscription))
                .build();
        Answers.when(client.subscribe(subscribe), (subAck, error) -> {
            Mqtt3SubAck said = error instanceof Mqtt3SubAckException refused ? refused.getMqttMessage() : subAck;
            outcomes.accept(said == null ? Failures.linkDown(subscriptions) : outcomes(said));
        });
    }

    private static Mqtt3Subscription subscription(Subscription subscription) {
        return Mqtt3Subscription.builder()
                .topicFilter(subscription.filter().value())
                .qos(Messages.qos(subscription.qos()))
                .build();
    }

    private static List<SubscribeOutcome> outcomes(Mqtt3SubAck subAck) {
        return subAck.getReturnCodes().stream()
                .map(code -> Failures.subscribeOutcome(code.getCode(), "the broker gives no reason in MQTT 3.1.1"))
                .toList();
    }

    @Override
    public void unsubscribe(List<TopicFilter> filters, Consumer<Boolean> done) {
        Mqtt3Unsubscribe unsubscribe = Mqtt3Unsubscribe.builder()
                .addTopicFilters(filters.stream().map(filter -> MqttTopicFilter.of(filter.value())))
                .build();
        Answers.when(client.unsubscribe(unsubscribe), (nothing, error) -> done.accept(error == null));
    }

    /** MQTT 3.1.1 cannot end a session with a DISCONNECT; that is what {@link SessionWipe} is for. */
    @Override
    public void disconnect(boolean keepSession, Runnable gone) {
        Answers.when(client.disconnect(), (nothing, error) -> gone.run());
    }
}
