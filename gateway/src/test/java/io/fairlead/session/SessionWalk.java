package io.fairlead.session;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** One random life of a session: commands, outcomes early, late and never, broker flaps, tokens that end, and time. */
final class SessionWalk implements Effect.Runner {

    private long seq;
    private final Random random;
    private final WalkChecks checks = new WalkChecks();
    private final ClientSession session;
    private final UserShare share;
    private final WalkCommands commands;

    private final List<Effect> waiting = new ArrayList<>();
    private final List<Long> joined = new ArrayList<>();
    private long now = SessionTester.START;

    SessionWalk(long seed) {
        random = new Random(seed);
        commands = new WalkCommands(random);
        RateSettings rates = random.nextBoolean()
                ? RateSettings.ofPublishes(20)
                : new RateSettings(5, 3, 300, new RateSettings.User(4, 2, 500));
        SessionSettings settings = new SessionSettings(
                "gw-1", 25_000, 200, 4, rates, 5, 1 << 20, SessionSettings.Requests.DEFAULT, 10_000);
        share = new UserShare(rates.user());
        TestTopics topics = new TestTopics();
        session = new ClientSession(
                settings, () -> topics, new CountingNames(), new Users(), effect -> effect.runOn(this));
    }

    private final class Users implements UserShares {
        @Override
        public UserShare enter(String user) {
            checks.enter(user);
            return share;
        }

        @Override
        public void leave(String user) {
            checks.leaveUser(user);
        }
    }

    void run(int steps) {
        List<String> channels = random.nextInt(3) == 0 ? List.of("open/0", "member/1") : List.of();
        session.onOpen(new Handshake(null, null, channels), now);
        for (int i = 0; i < steps && !checks.isClosed(); i++) {
            step();
        }
        while (!waiting.isEmpty()) {
            answer(waiting.remove(random.nextInt(waiting.size())));
        }
        for (int i = 0; i < 20 && checks.isPaused(); i++) {
            now += 5_000;
            session.onDeadline(now);
        }
        checks.atRest();
        session.onClosed(now);
        checks.atEnd();
    }

    private void step() {
        int what = random.nextInt(100);
        if (random.nextInt(200) == 0) {
            long wait = random.nextInt(20_000);
            session.onDrain(wait, now + wait + random.nextInt(20_000), now);
        } else if (what < 55) {
            command();
        } else if (what < 85) {
            answerSome();
        } else if (what < 90) {
            broker(random.nextBoolean());
        } else if (what < 95) {
            stray();
        } else if (what == 95) {
            session.onTakenOver(random.nextBoolean() ? Reason.TAKEN_OVER : Reason.SUPERSEDED, now);
        } else {
            time();
        }
    }

    private void command() {
        session.onRead(random.nextInt(100), now);
        if (random.nextInt(10) == 0) {
            session.onControlFrame(now);
        }
        if (random.nextInt(500) == 0) {
            session.onPacket(random.nextInt(10), now);
        }
        Command command = commands.next();
        checks.asked(command);
        session.onCommand(command, now);
    }

    private void answerSome() {
        if (!waiting.isEmpty()) {
            answer(waiting.remove(random.nextInt(waiting.size())));
        }
    }

    private void answer(Effect effect) {
        if (effect instanceof Effect.Authenticate authenticate) {
            session.onAuthOutcome(authenticate.token(), authOutcome(), now);
        } else if (effect instanceof Effect.Publish publish) {
            answerPublish(publish.token());
        } else if (effect instanceof Effect.Request request) {
            answerRequest(request);
        } else if (effect instanceof Effect.JoinLive join) {
            answerJoin(join.token());
        } else if (effect instanceof Effect.JoinDurable join) {
            answerJoin(join.token());
        }
    }

    /** Now and then an outcome is told twice; only the first counts. */
    private void answerPublish(long token) {
        PublishOutcome outcome = publishOutcome();
        checks.outcome(token, outcome);
        session.onPublishOutcome(token, outcome, now);
        if (random.nextInt(10) == 0) {
            session.onPublishOutcome(token, publishOutcome(), now);
        }
    }

    /** The broker's word and the answer come in any order, and sometimes twice. */
    private void answerRequest(Effect.Request request) {
        if (checks.waitsFor(request.token()) && random.nextBoolean()) {
            session.onPublishOutcome(request.token(), publishOutcome(), now);
            waiting.add(request);
        } else {
            checks.response(request.token());
            for (int i = random.nextInt(3); i >= 0; i--) {
                Message answer = Message.of(new TopicName("answer"), new byte[0], Qos.AT_LEAST_ONCE);
                session.onResponse(request.token(), answer, now);
            }
        }
    }

    private void answerJoin(long token) {
        if (random.nextInt(4) == 0) {
            refuse(token);
        } else {
            joined.add(token);
            session.onJoined(token, new Joined("e1", now, random.nextBoolean(), null, -1), now);
        }
    }

    private void refuse(long token) {
        if (checks.holds(token)) {
            checks.refused(token);
        }
        session.onJoinRefused(token, Reason.BROKER_REFUSED, "no", 135, now);
    }

    private AuthOutcome authOutcome() {
        return switch (random.nextInt(12)) {
            case 0 -> new AuthOutcome.Rejected("no");
            case 1 -> new AuthOutcome.Expired("over");
            case 2 -> new AuthOutcome.Verified(Identity.ANONYMOUS);
            case 3, 4 -> new AuthOutcome.Verified(SessionTester.aliceUntil(now + random.nextInt(100_000)));
            case 5 -> new AuthOutcome.Verified(tenant(random.nextInt(2)));
            case 6, 7 -> new AuthOutcome.Verified(SessionTester.alice());
            default -> new AuthOutcome.Verified(SessionTester.alice("member"));
        };
    }

    private Identity tenant(int number) {
        Instant expires = Instant.ofEpochMilli(now + 200_000);
        return new Identity("alice", Set.of("member"), Map.of("tenant", number), expires, null);
    }

    private PublishOutcome publishOutcome() {
        return switch (random.nextInt(6)) {
            case 0 -> new PublishOutcome.Written();
            case 1 -> new PublishOutcome.Refused(135, "not authorized");
            case 2 -> new PublishOutcome.Unknown("the link was lost");
            case 3 -> new PublishOutcome.NotSent("the link is down");
            case 4 -> new PublishOutcome.NotPossible(random.nextBoolean(), "the broker takes no such message");
            default -> new PublishOutcome.Accepted(PublishOutcome.Reason.SUCCESS);
        };
    }

    private void broker(boolean up) {
        checks.brokerIs(up);
        session.onBrokerState(up, now);
    }

    /** Gaps, late refusals of what was joined, and events that nobody waits for. */
    private void stray() {
        long token = joined.isEmpty() ? random.nextInt(50) : joined.get(random.nextInt(joined.size()));
        if (random.nextInt(4) == 0) {
            durableMessage();
        } else if (random.nextInt(3) > 0) {
            session.onGap(token, "e2", 0, random.nextBoolean(), now);
        } else if (joined.contains(token)) {
            refuse(token);
        }
    }

    private void durableMessage() {
        String topic = "t/" + (random.nextBoolean() ? "durable/" : "inbox/") + random.nextInt(3);
        Message message = Message.of(new TopicName(topic), new byte[0], Qos.AT_LEAST_ONCE);
        DurableMessage asked = new DurableMessage("e1", ++seq, message, false, now);
        checks.toDecide(asked);
        session.onDurableMessage(asked, now);
        checks.decidedAll();
    }

    private void time() {
        now += random.nextInt(5_000);
        if (now >= session.nextDeadline()) {
            session.onDeadline(now);
            if (session.nextDeadline() <= now) {
                throw new AssertionError("what was due is still due");
            }
        }
    }

    /** Sometimes an effect is answered before the call that emitted it returns. */
    private void await(Effect effect) {
        if (random.nextInt(4) == 0) {
            answer(effect);
        } else {
            waiting.add(effect);
        }
    }

    @Override
    public void send(Effect.Send effect) {
        checks.reply(effect.reply());
    }

    @Override
    public void close(Effect.Close effect) {
        checks.close();
        if (random.nextBoolean()) {
            session.onClosed(now);
        }
    }

    @Override
    public void authenticate(Effect.Authenticate effect) {
        checks.authenticate(effect.token());
        await(effect);
    }

    @Override
    public void register(Effect.Register effect) {
        checks.register();
    }

    @Override
    public void joinLive(Effect.JoinLive effect) {
        checks.join(effect.token());
        await(effect);
    }

    @Override
    public void leaveLive(Effect.LeaveLive effect) {
        checks.leave(effect.token());
    }

    @Override
    public void request(Effect.Request effect) {
        checks.request(effect);
        await(effect);
    }

    @Override
    public void joinDurable(Effect.JoinDurable effect) {
        checks.joinDurable(effect.token());
        await(effect);
    }

    @Override
    public void forgetRequest(Effect.ForgetRequest effect) {
        checks.forget(effect.token());
    }

    @Override
    public void reading(Effect.Reading effect) {
        checks.reading(effect.paused());
    }

    @Override
    public void background(Effect.Background effect) {
        checks.background(effect.hidden());
    }

    @Override
    public void leaveDurable(Effect.LeaveDurable effect) {
        if (effect.token() != 0) {
            checks.leave(effect.token());
        }
    }

    @Override
    public void deliverDurable(Effect.DeliverDurable effect) {
        checks.decided(effect.message(), effect.channel());
    }

    @Override
    public void withholdDurable(Effect.WithholdDurable effect) {
        checks.decided(effect.message(), null);
    }

    @Override
    public void limited(Effect.Limited effect) {
        checks.limited();
    }

    @Override
    public void acknowledge(Effect.Acknowledge effect) {}

    @Override
    public void publish(Effect.Publish effect) {
        checks.publish(effect);
        await(effect);
    }
}
