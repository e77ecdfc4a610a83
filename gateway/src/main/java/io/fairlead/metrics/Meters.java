package io.fairlead.metrics;

import io.fairlead.session.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of the product, by name. What is counted often is counted by each loop for itself, without contention, and
 * summed when somebody reads.
 */
public final class Meters {

    private final MeterRegistry registry;
    private final List<LoopMeters> loops;
    private final Map<Reason, Counter> errors = new EnumMap<>(Reason.class);
    private final Map<Reason, Counter> closes = new EnumMap<>(Reason.class);
    private final Map<String, LongAdder> limited = new ConcurrentHashMap<>();

    /**
     * Registers every meter.
     *
     * @param loops how many event loops count
     */
    public Meters(MeterRegistry registry, int loops) {
        this.registry = registry;
        this.loops =
                IntStream.range(0, loops).mapToObj(index -> new LoopMeters()).toList();
        registerGauges();
        registerMessages();
        registerSlow();
        registerDurable();
        registerPublishes();
        registerRecovery();
        registerRequests();
        registerRelay();
        for (Reason reason : Reason.values()) {
            errors.put(reason, reasoned("fairlead.errors", "Commands that were refused or failed.", reason));
            closes.put(reason, reasoned("fairlead.closes", "Connections that the gateway closed.", reason));
        }
    }

    /** Meters that nobody exports. */
    public static Meters inMemory(int loops) {
        return new Meters(new SimpleMeterRegistry(), loops);
    }

    /** Meters that {@link #exposition} tells. */
    public static Meters exposed(int loops) {
        return new Meters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), loops);
    }

    /** All that is counted, in the text format of Prometheus; empty if nobody is to be told. Any thread. */
    public String exposition() {
        return registry instanceof PrometheusMeterRegistry exposed ? exposed.scrape() : "";
    }

    /** What the loop with this number counts. */
    public LoopMeters loop(int index) {
        return loops.get(index);
    }

    /** Counts an error that a client was told. Any thread. */
    public void error(Reason reason) {
        count(errors, reason);
    }

    /** Counts a connection that the gateway closes. Any thread. */
    public void closed(Reason reason) {
        count(closes, reason);
    }

    /** Counts what a limit has refused or slowed, by the key that sets it, such as {@code publishPerSecond}. Any thread. */
    public void limited(String limit) {
        limit(limit).increment();
    }

    /** Counts an MQTT client that was closed for what it did wrong, by MQTT 5's name of that. Any thread. */
    public void mqttFault(String word) {
        Counter.builder("fairlead.mqtt.faults")
                .description("MQTT clients closed for what they did wrong.")
                .tag("reason", word)
                .register(registry)
                .increment();
    }

    /**
     * What counts what a limit has refused, ended or slowed, at nought before it first does. Any thread.
     *
     * @param key the key that sets it
     */
    public LongAdder limit(String key) {
        return limited.computeIfAbsent(key, this::registerLimit);
    }

    private LongAdder registerLimit(String key) {
        LongAdder counter = new LongAdder();
        FunctionCounter.builder("fairlead.limited", counter, LongAdder::sum)
                .description("What was refused, ended or slowed by a limit.")
                .tag("limit", key)
                .register(registry);
        return counter;
    }

    /** Registers how the node is shared. */
    public void shares(LongSupplier connections, LongSupplier silent, LongSupplier bans, LongSupplier outbound) {
        gauge("fairlead.connections", "Connections of clients that are open.", connections);
        gauge("fairlead.connections.silent", "Those that have not said who they are.", silent);
        gauge("fairlead.bans", "Addresses and users that are banned.", bans);
        gauge("fairlead.outbound.bytes", "Bytes that waited for all clients, where there were many.", outbound);
    }

    private void gauge(String name, String about, LongSupplier value) {
        Gauge.builder(name, value, LongSupplier::getAsLong)
                .description(about)
                .strongReference(true)
                .register(registry);
    }

    /**
     * Shows when a certificate ends. Any thread.
     *
     * @param secondsLeft asked when somebody reads
     */
    public void certificateEnd(String listener, String file, Supplier<Number> secondsLeft) {
        Gauge.builder("fairlead.tls.certificate.left", secondsLeft)
                .description("How long the certificate that a listener shows is still valid.")
                .baseUnit("seconds")
                .tag("listener", listener)
                .tag("file", file)
                .register(registry);
    }

    /** Counts new certificate files of a listener, by whether they could be used. Any thread. */
    public void certificateReload(String listener, boolean taken) {
        Counter.builder("fairlead.tls.reloads")
                .description("Certificate files that were read again.")
                .tag("listener", listener)
                .tag("outcome", taken ? "taken" : "refused")
                .register(registry)
                .increment();
    }

    /** A number summed over the loops. Any thread. */
    public long sum(Function<LoopMeters, PlainCounter> counter) {
        return loops.stream().mapToLong(loop -> counter.apply(loop).get()).sum();
    }

    /** Registers how many revocations are in force. */
    public void revocations(LongSupplier inForce) {
        gauge("fairlead.revocations", "Revocations of credentials in force.", inForce);
    }

    private void registerGauges() {
        gauge("fairlead.sessions", "Clients that are connected.", loop -> loop.sessions);
        gauge("fairlead.subscriptions", "Subscriptions in force.", loop -> loop.subscriptions);
        gauge("fairlead.channels", "Live channels that are counted.", loop -> loop.channels);
        gauge("fairlead.broker.filters", "Filters subscribed to on the broker.", loop -> loop.filters);
        gauge(
                "fairlead.publishes.remembered",
                "Publishes whose outcome is remembered.",
                loop -> loop.publishesRemembered);
        gauge("fairlead.broker.links", "Links to the broker that are up.", loop -> loop.linksUp);
    }

    private void registerDurable() {
        gauge("fairlead.durable.links", "Broker sessions of durable clients that are open.", loop -> loop.durableLinks);
        gauge("fairlead.durable.paused", "Those paused until the client catches up.", loop -> loop.durablePaused);
        gauge("fairlead.durable.messages", "Messages that clients have not acknowledged.", loop -> loop.unacknowledged);
        gauge("fairlead.durable.bytes", "Their bytes of payload.", loop -> loop.unacknowledgedBytes);
        counter("fairlead.durable.withheld", "Durable messages not for the client.", "", loop -> loop.withheld);
        counter("fairlead.durable.repeats", "Durable messages sent again by the broker.", "", loop -> loop.repeats);
    }

    private void registerMessages() {
        counter("fairlead.messages.received", "Messages from the broker.", "", loop -> loop.received);
        counter("fairlead.messages.unmatched", "Messages no channel wanted.", "", loop -> loop.unmatched);
        counter("fairlead.messages.encoded", "Messages encoded, for each format.", "", loop -> loop.encoded);
        counter("fairlead.deliveries", "Messages written to clients.", "", loop -> loop.delivered);
        counter("fairlead.conflated", "Messages a later one took the place of.", "", loop -> loop.conflated);
        counter("fairlead.retained.fetches", "Rounds of fetching retained messages.", "", loop -> loop.fetches);
        counter("fairlead.retained.fetched", "Retained messages fetched.", "", loop -> loop.fetched);
    }

    private void registerRequests() {
        gauge("fairlead.requests.waiting", "Requests that wait for their answers.", loop -> loop.requestsWaiting);
        counter("fairlead.requests", "Requests handed over to be published.", "", loop -> loop.requests);
        String about = "Messages that came as answers to requests.";
        counter("fairlead.responses", about, "answered", loop -> loop.responses);
        counter("fairlead.responses", about, "ignored", loop -> loop.responsesIgnored);
    }

    private void registerRelay() {
        gauge(
                "fairlead.relay.connections",
                "MQTT clients on broker connections of their own.",
                l -> l.relayConnections);
        String about = "Messages passed on between MQTT clients and their own broker connections.";
        counter("fairlead.relay.messages", about, Tag.of("to", "broker"), loop -> loop.relayedUp);
        counter("fairlead.relay.messages", about, Tag.of("to", "client"), loop -> loop.relayedDown);
        counter("fairlead.relay.withheld", "Messages of the broker not for the client.", "", l -> l.relayWithheld);
    }

    private void registerSlow() {
        gauge("fairlead.held.messages", "Messages kept for clients.", loop -> loop.heldMessages);
        gauge("fairlead.held.bytes", "Bytes these take.", loop -> loop.heldBytes);
        gauge("fairlead.readers.paused", "Clients not read from for a while.", loop -> loop.pausedReaders);
        String about = "Messages dropped for clients that do not read, by what their route says.";
        counter("fairlead.dropped", about, Tag.of("slow", "latest"), loop -> loop.droppedLatest);
        counter("fairlead.dropped", about, Tag.of("slow", "oldest"), loop -> loop.droppedOldest);
        counter("fairlead.dropped", about, Tag.of("slow", "disconnect"), loop -> loop.droppedDisconnect);
        counter("fairlead.dropped", about, Tag.of("slow", "durable"), loop -> loop.droppedDurable);
    }

    private void registerPublishes() {
        String about = "Publishes of clients, by outcome.";
        counter("fairlead.publishes", about, "accepted", loop -> loop.published);
        counter("fairlead.publishes", about, "refused", loop -> loop.publishRefused);
        counter("fairlead.publishes", about, "unknown", loop -> loop.publishUnknown);
        counter("fairlead.publishes", about, "not_sent", loop -> loop.publishNotSent);
        String repeats = "Repeated publishes that were not published again, by what they were answered with.";
        counter("fairlead.publishes.repeated", repeats, "remembered", loop -> loop.repeatsAnswered);
        counter("fairlead.publishes.repeated", repeats, "joined", loop -> loop.repeatsJoined);
        counter(
                "fairlead.publishes.forgotten",
                "Publishes forgotten early, since the node remembers as many as it may.",
                "",
                loop -> loop.publishesForgotten);
    }

    private void registerRecovery() {
        gauge("fairlead.recovery.messages", "Live messages kept for clients that come back.", l -> l.recoveryMessages);
        gauge("fairlead.recovery.bytes", "Bytes of memory that those take.", loop -> loop.recoveryBytes);
        counter(
                "fairlead.recovery.evicted",
                "Live messages dropped early, for want of room.",
                "",
                l -> l.recoveryEvicted);
        String about = "Subscriptions of clients that came back, by whether they got all they had missed.";
        counter("fairlead.recoveries", about, "recovered", loop -> loop.recovered);
        counter("fairlead.recoveries", about, "missed", loop -> loop.notRecovered);
    }

    private void gauge(String name, String about, Function<LoopMeters, PlainCounter> counter) {
        Gauge.builder(name, this, meters -> meters.sum(counter))
                .description(about)
                .register(registry);
    }

    private void counter(String name, String about, String outcome, Function<LoopMeters, PlainCounter> counter) {
        counter(name, about, outcome.isEmpty() ? null : Tag.of("outcome", outcome), counter);
    }

    private void counter(String name, String about, @Nullable Tag tag, Function<LoopMeters, PlainCounter> counter) {
        FunctionCounter.builder(name, this, meters -> meters.sum(counter))
                .description(about)
                .tags(tag == null ? List.of() : List.of(tag))
                .register(registry);
    }

    private Counter reasoned(String name, String about, Reason reason) {
        return Counter.builder(name)
                .description(about)
                .tag("reason", reason.code())
                .tag("leg", reason.leg().word())
                .register(registry);
    }

    private static void count(Map<Reason, Counter> counters, Reason reason) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
