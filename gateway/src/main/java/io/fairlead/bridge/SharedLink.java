package io.fairlead.bridge;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkListener;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.LinkUp;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.metrics.LoopMeters;
import io.fairlead.topic.Message;
import io.fairlead.topic.TopicFilter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of the node's links to the broker, with the channels it serves and the publishes that go over it. Owned by its loop.
 *
 * <p>The first links are the loops' own, one for each; further ones serve filters that overlap those.
 */
final class SharedLink implements LinkListener, ChannelShelf {

    // As long as the node.
    private final int number;
    private final LoopSessions home;
    private final SharedLinks all;
    private final LinkChannels channels;
    private final PublishQueue publishes;
    private final Budget budget;
    private final CatchUp catchUp;
    private final RequestDesk requests;
    private @Nullable BrokerLink link;
    private boolean everUp;
    /** Whether the first attempt to connect has come to something, or has taken too long. */
    private boolean attempted;

    // As long as a connection.
    private @Nullable LinkUp up;

    SharedLink(int number, LoopSessions home, SharedLinks all) {
        this.number = number;
        this.home = home;
        this.all = all;
        this.budget = new Budget(all.settings().retained().cachedBytes());
        this.channels = new LinkChannels(
                this,
                all.book(),
                all.settings().linger(),
                all.settings().recovery().mostIdle() / all.loops(),
                all.loops());
        this.catchUp = new CatchUp(
                this::link,
                home,
                all.settings().prefix() + "/echo/",
                all.unique(number),
                all.settings().retained().patience());
        this.publishes = new PublishQueue(this::link, home, all.settings().publishing());
        this.requests = new RequestDesk(
                this::link,
                publishes,
                home,
                all.settings().publishing(),
                all.settings().prefix() + "/reply/",
                all.unique(number));
    }

    /** Opens it: the first CONNECT starts clean, later ones take the session up again. */
    void open(Broker broker) {
        NodeSettings settings = all.settings();
        link = broker.open(
                new LinkOptions(
                        "fl.n." + settings.name() + "." + number,
                        true,
                        settings.linkSession(),
                        LinkOptions.MAX_RECEIVE_MAXIMUM,
                        true,
                        home.loop().group()),
                this);
        var unused = home.loop()
                .eventLoop()
                .schedule(this::stopWaiting, settings.publishing().patience().toMillis(), TimeUnit.MILLISECONDS);
        Objects.requireNonNull(unused);
    }

    /** Ends it, and the broker's session with it. */
    void close(Runnable done) {
        channels.close();
        if (link == null) {
            done.run();
        } else {
            link.close(false, done);
        }
    }

    int number() {
        return number;
    }

    BrokerLink link() {
        return Objects.requireNonNull(link, "the link is not opened yet");
    }

    boolean isUp() {
        return up != null;
    }

    /**
     * Whether the link is being opened for the first time, and the broker is there as far as is known. Joins wait for it then, as
     * long as publishes wait for the broker: a link that serves overlapping filters is opened for the first of them.
     */
    boolean isConnecting() {
        return !attempted && !all.health().isLost();
    }

    private void stopWaiting() {
        if (!attempted) {
            isNotUp();
        }
    }

    private void isNotUp() {
        attempted = true;
        channels.onDown();
        tellSessions(false);
    }

    LinkChannels channels() {
        return channels;
    }

    PublishQueue publishes() {
        return publishes;
    }

    RequestDesk requests() {
        return requests;
    }

    @Override
    public void onUp(LinkUp told) {
        if (link == null) {
            home.loop().eventLoop().execute(() -> onUp(told));
            return;
        }
        attempted = true;
        boolean again = everUp;
        everUp = true;
        up = told;
        home.meters().linksUp.increment();
        all.health().onUp(number, told);
        publishes.onUp(told.receiveMaximum());
        channels.onUp(again, told.sessionPresent());
        catchUp.onUp();
        requests.onUp();
        topics().forEach(topic -> topic.onUp(told));
        tellSessions(true);
    }

    @Override
    public void onDown(LinkDown down) {
        all.health().onDown(number, down);
        if (up != null) {
            up = null;
            home.meters().linksUp.add(-1);
            publishes.onDown();
            catchUp.onDown();
            requests.onDown();
            topics().forEach(NodeTopic::onDown);
            isNotUp();
        } else if (!attempted) {
            isNotUp();
        }
    }

    @Override
    public void onFilterRestored(TopicFilter filter) {
        channels.onFilterRestored(filter);
        topics().forEach(topic -> topic.onFilterRestored(filter));
    }

    @Override
    public void onFilterLost(TopicFilter filter, SubscribeOutcome.Refused refused) {
        channels.onFilterLost(filter, refused);
        topics().forEach(topic -> topic.onFilterLost(filter, refused));
    }

    /** What goes over this link for the node. */
    private List<NodeTopic> topics() {
        return number == 0 ? all.topics() : List.of();
    }

    private void tellSessions(boolean isUp) {
        for (LoopSessions sessions : all.homes()) {
            sessions.run(() -> sessions.linkState(number, isUp));
        }
    }

    @Override
    public void onMessage(Message message, Runnable acknowledgement) {
        try {
            take(message);
        } finally {
            // One that is held back holds all later ones of the link
            acknowledgement.run();
        }
    }

    private void take(Message message) {
        if (!catchUp.takes(message) && !requests.takes(message) && !all.takes(message, number)) {
            meters().received.increment();
            if (!isReplay(message)) {
                channels.deliver(message);
            }
        }
    }

    /** MQTT 3.1.1 replays what is retained at every SUBSCRIBE and marks nothing else. */
    private boolean isReplay(Message message) {
        return message.retain() && !knowsRetained();
    }

    @Override
    public boolean knowsRetained() {
        return up != null && up.version() == MqttVersion.V5;
    }

    /** MQTT 3.1.1 does not mark live messages; an empty one is taken for what it nearly always is there. */
    @Override
    public boolean tellsDeletion(Message message) {
        return message.payload().length == 0 && (message.retain() || !knowsRetained());
    }

    @Override
    public LoopSessions home() {
        return home;
    }

    @Override
    public LoopMeters meters() {
        return home.meters();
    }

    @Override
    public String nextEpoch() {
        return all.nextEpoch();
    }

    @Override
    public RetainedFetch fetch() {
        return all.fetch();
    }

    @Override
    public CatchUp catchUp() {
        return catchUp;
    }

    @Override
    public NodeSettings.Retained bounds() {
        return all.settings().retained();
    }

    @Override
    public RecoveryRoom recoveryRoom() {
        return home.recoveryRoom();
    }

    @Override
    public Budget budget() {
        return budget;
    }
}
