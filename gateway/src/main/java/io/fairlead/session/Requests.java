package io.fairlead.session;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.identity.Identity;
import io.fairlead.topic.Message;
import io.fairlead.topicmap.PublishGrant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session's requests: publishes that are answered by the first message that comes back, or by the end of their time.
 *
 * <p>What the broker says of a request ends it only where no answer can come any more. Where its outcome is unknown, it may
 * have arrived, and an answer that comes nevertheless counts.
 */
final class Requests {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int NO_MQTT_REASON = -1;

    /** MQTT 5, table 3-5. */
    private static final int NO_MATCHING_SUBSCRIBERS = 0x10;

    // As long as the session.
    private final SessionSettings.Requests bounds;
    private final PublishGate gate;
    private final Outbox out;

    // As long as a request waits.
    private final Map<Long, Waiting> waiting = new LinkedHashMap<>(4);
    private long deadline = NEVER;

    private static final class Waiting {
        final CommandId id;
        final PublishGrant grant;
        final long timeoutMillis;
        final long deadline;

        /** What the broker has said; null if nothing yet. */
        @Nullable
        PublishOutcome outcome;

        Waiting(CommandId id, PublishGrant grant, long timeoutMillis, long nowMillis) {
            this.id = id;
            this.grant = grant;
            this.timeoutMillis = timeoutMillis;
            this.deadline = nowMillis + timeoutMillis;
        }

        String channel() {
            return grant.channel();
        }
    }

    Requests(SessionSettings.Requests bounds, PublishGate gate, Outbox out) {
        this.bounds = bounds;
        this.gate = gate;
        this.out = out;
    }

    /** @throws Refusal if it may not be */
    void request(Identity identity, Command.Request command, long nowMillis) {
        gate.checkOwnRate(nowMillis);
        CommandId id = idOf(command);
        long timeoutMillis = timeoutOf(command);
        PublishGrant grant = gate.granted(identity, command.channel());
        checkTakesRequests(grant);
        Command.Publish publish = asPublish(command, timeoutMillis);
        PublishRules.check(publish, grant);
        checkInFlight();
        gate.checkRouteRate(grant, nowMillis);

        long token = out.nextToken();
        waiting.put(token, new Waiting(id, grant, timeoutMillis, nowMillis));
        findDeadline();
        out.run(new Effect.Request(token, gate.message(publish, grant)));
    }

    private static CommandId idOf(Command.Request command) {
        if (command.id() == null) {
            throw new Refusal(Reason.BAD_FRAME, "a request without id has no use for its answer; give it an id");
        }
        return command.id();
    }

    private long timeoutOf(Command.Request command) {
        if (command.timeoutMillis() > bounds.longestMillis()) {
            throw new Refusal(
                    Reason.NOT_SUPPORTED,
                    "timeoutMs is " + command.timeoutMillis() + ", and this gateway waits " + bounds.longestMillis()
                            + " at most; lower it, or leave it out");
        }
        return command.timeoutMillis() == 0 ? bounds.timeoutMillis() : command.timeoutMillis();
    }

    private static void checkTakesRequests(PublishGrant grant) {
        if (!grant.request()) {
            throw new Refusal(
                    Reason.FORBIDDEN,
                    "route " + grant.route() + " takes no requests; publish to " + grant.channel()
                            + ", or have the route say request: true");
        }
    }

    /** Once its time is up nobody waits for it, so it is not to be carried out either. */
    private static Command.Publish asPublish(Command.Request command, long timeoutMillis) {
        return new Command.Publish(
                command.id(),
                command.channel(),
                command.payload(),
                null,
                false,
                (timeoutMillis + 999) / 1000,
                false,
                null,
                List.of());
    }

    private void checkInFlight() {
        if (waiting.size() >= bounds.inFlight()) {
            throw new Refusal(
                    Reason.RATE_LIMITED,
                    waiting.size() + " requests of this client wait for their answers, as many as may; "
                            + "wait for one before you send more",
                    Limit.REQUESTS_IN_FLIGHT);
        }
    }

    /** Takes what the broker says of a request. Returns whether the token is one's. */
    boolean onOutcome(long token, PublishOutcome outcome) {
        Waiting request = waiting.get(token);
        if (request == null) {
            return false;
        }
        if (nobodyHears(outcome)) {
            String why = "nobody is there to answer the request to " + request.channel()
                    + ": the broker has no subscriber to its topic; try again when there is one";
            end(token, failed(request, Reason.TIMEOUT, why, NO_MATCHING_SUBSCRIBERS));
        } else if (mayBeAnswered(outcome)) {
            request.outcome = outcome;
        } else {
            end(token, PublishReplies.failed("request", request.id, request.channel(), outcome));
        }
        return true;
    }

    private static boolean nobodyHears(PublishOutcome outcome) {
        return outcome instanceof PublishOutcome.Accepted accepted
                && accepted.reason() == PublishOutcome.Reason.NO_MATCHING_SUBSCRIBERS;
    }

    private static boolean mayBeAnswered(PublishOutcome outcome) {
        return outcome instanceof PublishOutcome.Accepted
                || outcome instanceof PublishOutcome.Written
                || outcome instanceof PublishOutcome.Unknown;
    }

    /** Takes an answer; one that nobody waits for any more is ignored. */
    void onResponse(long token, Message message) {
        Waiting request = waiting.remove(token);
        if (request != null) {
            findDeadline();
            out.send(new Reply.Response(request.id, message, request.grant.payload(), request.grant.props()));
        }
    }

    /** Whether a request waits for its answer. */
    boolean isAwaiting() {
        return !waiting.isEmpty();
    }

    long deadline() {
        return deadline;
    }

    void onDeadline(long nowMillis) {
        if (nowMillis < deadline) {
            return;
        }
        for (Map.Entry<Long, Waiting> entry : List.copyOf(waiting.entrySet())) {
            if (nowMillis >= entry.getValue().deadline) {
                end(entry.getKey(), inVain(entry.getValue()));
            }
        }
    }

    private static Reply inVain(Waiting request) {
        PublishOutcome outcome = request.outcome;
        if (outcome instanceof PublishOutcome.Unknown) {
            return PublishReplies.failed("request", request.id, request.channel(), outcome);
        }
        String sofar = outcome == null ? "the broker did not acknowledge it either" : "the broker has taken it";
        String why = "no answer to the request to " + request.channel() + " came within " + request.timeoutMillis
                + " ms; " + sofar + ", and it may have been carried out";
        return failed(request, Reason.TIMEOUT, why, NO_MQTT_REASON);
    }

    private static Reply failed(Waiting request, Reason reason, String why, int mqttReason) {
        return new Reply.Failed(request.id, reason, why, Refusal.NO_TIME, mqttReason);
    }

    private void end(long token, Reply reply) {
        waiting.remove(token);
        findDeadline();
        out.forget(token);
        out.send(reply);
    }

    private void findDeadline() {
        deadline =
                waiting.values().stream().mapToLong(one -> one.deadline).min().orElse(NEVER);
    }

    /** Gives every request up. */
    void forgetAll() {
        Iterator<Long> tokens = List.copyOf(waiting.keySet()).iterator();
        waiting.clear();
        deadline = NEVER;
        tokens.forEachRemaining(out::forget);
    }
}
