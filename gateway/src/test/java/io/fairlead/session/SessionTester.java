package io.fairlead.session;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A session with its surroundings: time that a test sets, a small topic map, and a transcript of the effects. */
final class SessionTester {

    static final long START = 1_795_190_400_000L;

    final TestTopics topics = new TestTopics();
    final CountingNames names = new CountingNames();
    final List<Effect> effects = new ArrayList<>();
    final ClientSession session;
    long now = START;

    private final Transcript transcript = new Transcript();
    private final SessionSettings settings;
    private final OneUser users;

    /** Whoever comes is the same user. */
    private record OneUser(UserShare share) implements UserShares {
        @Override
        public UserShare enter(String user) {
            return share;
        }

        @Override
        public void leave(String user) {}
    }

    SessionTester() {
        this(settings());
    }

    SessionTester(SessionSettings settings) {
        this(settings, new OneUser(new UserShare(settings.rates().user())));
    }

    private SessionTester(SessionSettings settings, OneUser users) {
        this.settings = settings;
        this.users = users;
        session = new ClientSession(settings, () -> topics, names, users, this::note);
        session.onBrokerState(true, now);
    }

    /** A session over a topic map of the test's own. */
    SessionTester(Topics map) {
        settings = settings();
        users = new OneUser(UserShare.UNLIMITED);
        session = new ClientSession(settings(), () -> map, names, this::note);
        session.onBrokerState(true, now);
    }

    static SessionSettings settings() {
        return new SessionSettings("gw-1", 25_000, 65_536, 3, 0, 4, 1 << 20, SessionSettings.Requests.DEFAULT, 10_000);
    }

    private void note(Effect effect) {
        effects.add(effect);
        effect.runOn(transcript);
    }

    static Identity alice(String... roles) {
        return new Identity("alice", Set.of(roles), Map.of(), null, null);
    }

    static Identity aliceUntil(long millis) {
        return new Identity("alice", Set.of(), Map.of(), Instant.ofEpochMilli(millis), null);
    }

    /** @param ends when the gateway ends her session, though she is told {@code told} */
    static Identity aliceUntil(long told, long ends) {
        return new Identity("alice", Set.of(), Map.of(), Instant.ofEpochMilli(told), Instant.ofEpochMilli(ends), null);
    }

    /** A session that was opened by {@code connect} as this identity; its transcript is empty. */
    static SessionTester opened(Identity identity) {
        return opened(settings(), identity);
    }

    static SessionTester opened(SessionSettings settings, Identity identity) {
        return opened(new SessionTester(settings), identity);
    }

    /** Another open session of the same user. */
    SessionTester besides(Identity identity) {
        return opened(new SessionTester(settings, users), identity);
    }

    private static SessionTester opened(SessionTester tester, Identity identity) {
        tester.session.onOpen(Handshake.EMPTY, tester.now);
        tester.on(Commands.connect("0", "token", "tab", null));
        tester.verified(identity);
        tester.take();
        return tester;
    }

    /** An open session of alice's that is subscribed to a channel; its transcript is empty. */
    static SessionTester subscribedTo(String channel, String... roles) {
        SessionTester tester = opened(alice(roles));
        tester.on(Commands.subscribe("s", channel));
        tester.joined();
        tester.take();
        return tester;
    }

    void on(Command command) {
        session.onCommand(command, now);
    }

    /** The last authentication comes out well. */
    void verified(Identity identity) {
        authOutcome(new AuthOutcome.Verified(identity));
    }

    void authOutcome(AuthOutcome outcome) {
        session.onAuthOutcome(last(Effect.Authenticate.class).token(), outcome, now);
    }

    /** The last join comes out well. */
    void joined() {
        session.onJoined(lastJoin(), new Joined("e1", 7, false, null, -1), now);
    }

    void joinRefused(long token) {
        session.onJoinRefused(token, Reason.BROKER_REFUSED, "the broker says no", 135, now);
    }

    long lastJoin() {
        return last(Effect.JoinLive.class).token();
    }

    /** The last durable join comes out well. */
    void durableJoined() {
        session.onJoined(last(Effect.JoinDurable.class).token(), new Joined("d1", -1, false, true, -1), now);
    }

    /** A message of the client's own broker session comes. */
    void durable(long seq, Message message) {
        session.onDurableMessage(new DurableMessage("d1", seq, message, false, now), now);
    }

    /** A message comes of QoS 1, with nothing but its topic. */
    void durable(long seq, String topic) {
        durable(seq, Message.of(new TopicName(topic), new byte[0], Qos.AT_LEAST_ONCE));
    }

    /** The last publish comes out like this. */
    void outcome(PublishOutcome outcome) {
        session.onPublishOutcome(last(Effect.Publish.class).token(), outcome, now);
    }

    /** What is said of the last request. */
    void requestOutcome(PublishOutcome outcome) {
        session.onPublishOutcome(last(Effect.Request.class).token(), outcome, now);
    }

    /** An answer to the last request. */
    void response(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        Message message = Message.of(new TopicName("answers"), payload, Qos.AT_LEAST_ONCE);
        session.onResponse(last(Effect.Request.class).token(), message, now);
    }

    void passes(long millis) {
        now += millis;
        session.onDeadline(now);
    }

    <E extends Effect> E last(Class<E> type) {
        List<E> all = effects.stream().filter(type::isInstance).map(type::cast).toList();
        return all.get(all.size() - 1);
    }

    /** The sentence of the last error. */
    String lastWhy() {
        return ((Reply.Failed) last(Effect.Send.class).reply()).why();
    }

    /** What happened since the last time. */
    List<String> take() {
        return transcript.take();
    }
}
