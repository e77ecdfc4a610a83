package io.fairlead.broker;

import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What is to go wrong at a {@link FakeBroker}, and what it says of itself. Thread-safe. */
public final class FakeFaults {

    private final Map<TopicFilter, PublishOutcome.Refused> refusedPublishes = new LinkedHashMap<>();
    private final Map<TopicFilter, SubscribeOutcome.Refused> refusedFilters = new LinkedHashMap<>();
    private final List<Runnable> heldAnswers = new ArrayList<>();
    private boolean refusingUnsubscribes;
    private boolean holding;
    private final List<Runnable> heldSubscribes = new ArrayList<>();
    private boolean holdingSubscribes;
    private int receiveMaximum = 65_535;
    private int inflight = 65_535;
    private Qos maximumQos = Qos.EXACTLY_ONCE;

    /** Refuses publishes to these topics with a code. In MQTT 3.1.1 they are acknowledged and dropped, as at Mosquitto. */
    public synchronized void refusePublish(String filter, int code, String text) {
        refusedPublishes.put(new TopicFilter(filter), new PublishOutcome.Refused(code, text));
    }

    /** Refuses exactly this filter with a code; 128 in MQTT 3.1.1. */
    public synchronized void refuseSubscription(String filter, int code, String text) {
        refusedFilters.put(new TopicFilter(filter), new SubscribeOutcome.Refused(code, text));
    }

    /** Answers every UNSUBSCRIBE with a refusal, and keeps the filter. */
    public synchronized void refuseUnsubscribes() {
        refusingUnsubscribes = true;
    }

    synchronized boolean refusesUnsubscribes() {
        return refusingUnsubscribes;
    }

    /** Refuses nothing any more. */
    public synchronized void refuseNothing() {
        refusedPublishes.clear();
        refusedFilters.clear();
        refusingUnsubscribes = false;
    }

    /** Takes publishes of QoS 1 and 2 and routes them, but does not answer. */
    public synchronized void holdAcknowledgements() {
        holding = true;
    }

    /** Sends the answers that were held, in their order, and holds no more. */
    public synchronized void releaseAcknowledgements() {
        holding = false;
        heldAnswers.forEach(Runnable::run);
        heldAnswers.clear();
    }

    /** How many answers are held back. */
    public synchronized int heldAcknowledgements() {
        return heldAnswers.size();
    }

    /** Leaves every SUBSCRIBE lying. */
    public synchronized void holdSubscribes() {
        holdingSubscribes = true;
    }

    /** Takes the SUBSCRIBEs that were left lying, in their order, and lets none lie any more. */
    public void releaseSubscribes() {
        takeHeldSubscribes().forEach(Runnable::run);
    }

    private synchronized List<Runnable> takeHeldSubscribes() {
        holdingSubscribes = false;
        List<Runnable> held = List.copyOf(heldSubscribes);
        heldSubscribes.clear();
        return held;
    }

    /** How many SUBSCRIBEs lie. */
    public synchronized int heldSubscribes() {
        return heldSubscribes.size();
    }

    synchronized boolean holds(Runnable subscribe) {
        if (holdingSubscribes) {
            heldSubscribes.add(subscribe);
        }
        return holdingSubscribes;
    }

    /** What links that connect from now on are told of the broker's window. */
    public synchronized void receiveMaximum(int messages) {
        receiveMaximum = messages;
    }

    /** How many messages without an acknowledgement the broker has under way at most to each link that connects now. */
    public synchronized void inflight(int messages) {
        inflight = messages;
    }

    /** The window of a connection: in MQTT 3.1.1 a client cannot say one. */
    synchronized int window(LinkOptions options, MqttVersion version) {
        return version == MqttVersion.V5 ? Math.min(options.receiveMaximum(), inflight) : inflight;
    }

    /** What links that connect from now on are told of the highest QoS. */
    public synchronized void maximumQos(Qos qos) {
        maximumQos = qos;
    }

    synchronized LinkUp describe(MqttVersion version, boolean sessionPresent) {
        return new LinkUp(
                version, "fake:1883", sessionPresent, receiveMaximum, maximumQos, true, true, true, Integer.MAX_VALUE);
    }

    synchronized Optional<PublishOutcome> refusal(TopicName topic) {
        return refusedPublishes.entrySet().stream()
                .filter(entry -> entry.getKey().matches(topic))
                .map(entry -> (PublishOutcome) entry.getValue())
                .findFirst();
    }

    synchronized SubscribeOutcome subscription(Subscription subscription, MqttVersion version) {
        SubscribeOutcome.Refused refused = refusedFilters.get(subscription.filter());
        if (refused == null) {
            return new SubscribeOutcome.Granted(subscription.qos());
        }
        return version == MqttVersion.V5 ? refused : new SubscribeOutcome.Refused(128, refused.text());
    }

    synchronized void answer(PublishOutcome result, Consumer<PublishOutcome> outcome) {
        if (holding && !(result instanceof PublishOutcome.Written)) {
            heldAnswers.add(() -> outcome.accept(result));
        } else {
            outcome.accept(result);
        }
    }
}
