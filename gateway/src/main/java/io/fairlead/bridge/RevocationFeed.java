package io.fairlead.bridge;

import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.LinkUp;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.identity.revocation.Revocation;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.identity.revocation.Subject;
import io.fairlead.session.Reason;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The retained topics by which nodes tell each other of revocations: one for each subject, with the latest word about it. They go
 * over the first shared link. Owned by its loop, but for what says otherwise.
 *
 * <p>At every connection the node subscribes anew and so reads back what it may have missed. A while later it publishes what it
 * knows and has not heard, since a broker may lose what it retains. Nothing can go back and forth by that: of two words the
 * later counts, at every node.
 *
 * <p>On MQTT 5 words expire at the broker. On 3.1.1 nodes clear what is over, and a node that sees a word cleared that is not
 * over publishes it again.
 */
final class RevocationFeed implements NodeTopic {

    private static final int UNDER_WAY = 16;
    private static final long FORGET_SECONDS = 10;

    // As long as the node.
    private final Supplier<BrokerLink> link;
    private final LoopSessions home;
    private final String node;
    private final String topics;
    private final TopicFilter filter;
    private final Duration patience;
    private final Revocations known;
    private final Consumer<Revocation> heard;
    private final RevocationTrouble trouble;
    private final Tellings tellings = new Tellings();
    private @Nullable ScheduledFuture<?> forgetting;
    /** Whose latest word is to be published. */
    private final Set<Subject> untold = new LinkedHashSet<>();

    // As long as a connection.
    private @Nullable LinkUp up;
    private int connection;
    private int underWay;
    private final Set<Subject> heardSinceUp = new HashSet<>();

    /** @param heard is told each word that is news, on this loop */
    RevocationFeed(
            Supplier<BrokerLink> link,
            LoopSessions home,
            NodeSettings settings,
            Revocations known,
            Consumer<Revocation> heard) {
        this.link = link;
        this.home = home;
        this.node = settings.name();
        this.topics = settings.prefix() + "/revoked/";
        this.filter = new TopicFilter(topics + "+");
        this.patience = settings.publishing().patience();
        this.known = known;
        this.heard = heard;
        this.trouble = new RevocationTrouble(filter);
    }

    /** Forgets from now on what is over. Any thread. */
    void start() {
        forgetting = home.loop()
                .eventLoop()
                .scheduleWithFixedDelay(this::forgetOver, FORGET_SECONDS, FORGET_SECONDS, TimeUnit.SECONDS);
    }

    void close() {
        if (forgetting != null) {
            forgetting.cancel(false);
        }
    }

    /** Tells all nodes of a word that this node knows already, now or when the broker is back. Any thread. */
    void tell(Revocation word, Consumer<Spread> spread) {
        home.run(() -> {
            untold.add(word.subject());
            if (up == null) {
                spread.accept(new Spread.NotTold(
                        Reason.BROKER_DOWN, "the broker is away; this gateway tells the others when it is back"));
            } else {
                tellings.await(word, spread);
                later(patience, () -> tellings.end(word, trouble.notPassedOn()));
            }
            next();
        });
    }

    @Override
    public boolean takes(Message message, int linkNumber) {
        String topic = message.topic().value();
        if (!topic.startsWith(topics)) {
            return false;
        }
        if (linkNumber == 0) {
            hear(message, topic.substring(topics.length()));
        }
        return true;
    }

    private void hear(Message message, String id) {
        if (message.payload().length == 0) {
            known.find(id).map(Revocation::subject).ifPresent(untold::add);
            next();
            return;
        }
        try {
            hear(RevocationPayload.read(message.payload(), id));
        } catch (IllegalArgumentException e) {
            trouble.malformed(message.topic(), String.valueOf(e.getMessage()));
        }
    }

    private void hear(Revocation word) {
        heardSinceUp.add(word.subject());
        switch (known.put(word)) {
            case NEW -> heard.accept(word);
            case OUTDATED -> untold.add(word.subject());
            case OVER -> clear(word);
            case TOO_LONG -> throw new IllegalArgumentException("it lasts longer than any may");
            case FULL -> trouble.full();
            case KNOWN -> {}
        }
        tellings.heard(word);
        next();
    }

    @Override
    public void onUp(LinkUp told) {
        up = told;
        int current = ++connection;
        heardSinceUp.clear();
        subscribe();
        later(patience, () -> {
            if (current == connection) {
                tellUnheard();
            }
        });
        next();
    }

    private void tellUnheard() {
        known.all().stream()
                .map(Revocation::subject)
                .filter(subject -> !heardSinceUp.contains(subject))
                .forEach(untold::add);
        next();
    }

    @Override
    public void onDown() {
        up = null;
        connection++;
        underWay = 0;
        untold.addAll(tellings.subjects());
        tellings.endAll(new Spread.NotTold(
                Reason.OUTCOME_UNKNOWN,
                "the broker was lost before it had passed it on; it is told again when it is back"));
    }

    @Override
    public void onFilterRestored(TopicFilter restored) {}

    @Override
    public void onFilterLost(TopicFilter lost, SubscribeOutcome.Refused refused) {
        if (lost.equals(filter)) {
            deaf(refused);
        }
    }

    private void subscribe() {
        link.get().subscribe(List.of(new Subscription(filter, qos(), true)), outcomes -> {
            if (outcomes.get(0) instanceof SubscribeOutcome.Refused refused) {
                deaf(refused);
            }
        });
    }

    private void deaf(SubscribeOutcome.Refused refused) {
        tellings.endAll(trouble.refused("the subscription is refused: " + refused.text()));
    }

    private Qos qos() {
        boolean none = up != null && up.maximumQos() == Qos.AT_MOST_ONCE;
        return none ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE;
    }

    private void next() {
        Iterator<Subject> each = untold.iterator();
        while (up != null && underWay < UNDER_WAY && each.hasNext()) {
            Revocation word = known.latest(each.next());
            each.remove();
            if (word != null) {
                publish(word, up);
                each = untold.iterator();
            }
        }
    }

    private void publish(Revocation word, LinkUp over) {
        underWay++;
        byte[] payload = RevocationPayload.of(word, node);
        link.get().publish(message(word, payload, over), outcome -> {
            underWay = Math.max(0, underWay - 1);
            answered(word, outcome);
        });
    }

    private Message message(Revocation word, byte[] payload, LinkUp over) {
        Duration left = Duration.between(known.now(), word.kept()).plus(Revocations.GRACE);
        return new Message(
                new TopicName(topics + word.subject().id()),
                payload,
                qos(),
                over.retainAvailable(),
                over.version() == MqttVersion.V5 && payload.length > 0
                        ? Math.max(1, left.toSeconds())
                        : Message.NO_EXPIRY,
                null,
                null,
                null,
                List.of());
    }

    private void answered(Revocation word, PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Unknown || outcome instanceof PublishOutcome.NotSent) {
            untold.add(word.subject());
        } else if (outcome instanceof PublishOutcome.Refused refused) {
            tellings.end(word, trouble.refused("the publish is refused: " + refused.text()));
        } else if (outcome instanceof PublishOutcome.NotPossible not) {
            tellings.end(word, trouble.refused(not.why()));
        }
        if (up != null) {
            home.runLater(this::next);
        }
    }

    private void forgetOver() {
        known.forgetOver().forEach(this::clear);
    }

    /** Only where it does not end by itself. */
    private void clear(Revocation over) {
        LinkUp now = up;
        if (now != null && now.version() == MqttVersion.V3_1_1) {
            link.get().publish(message(over, new byte[0], now), outcome -> {});
        }
    }

    private void later(Duration wait, Runnable task) {
        var unused = home.loop().eventLoop().schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        Objects.requireNonNull(unused);
    }
}
