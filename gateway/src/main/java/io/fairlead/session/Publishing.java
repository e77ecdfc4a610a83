package io.fairlead.session;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.identity.Identity;
import io.fairlead.topicmap.PublishGrant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session's publishes: how many may be under way, and who waits for which outcome. */
final class Publishing {

    // As long as the session.
    private final SessionSettings settings;
    private final PublishGate gate;
    private final Outbox out;

    // As long as a publish is in flight.
    private final Map<Long, InFlight> inFlight = new HashMap<>(4);
    private long bytesInFlight;

    private record InFlight(@Nullable CommandId id, String channel, int bytes) {}

    Publishing(SessionSettings settings, PublishGate gate, Outbox out) {
        this.settings = settings;
        this.gate = gate;
        this.out = out;
    }

    /** @throws Refusal if it may not be */
    void publish(Identity identity, Command.Publish command, long nowMillis) {
        gate.checkOwnRate(nowMillis);
        PublishGrant grant = gate.granted(identity, command.channel());
        PublishRules.check(command, grant);
        checkInFlight(command.payload().bytes().length);
        gate.checkRouteRate(grant, nowMillis);

        long token = out.nextToken();
        begin(token, command);
        out.run(new Effect.Publish(token, gate.message(command, grant), command.ownId(), command.again()));
    }

    private void begin(long token, Command.Publish command) {
        int bytes = command.payload().bytes().length;
        inFlight.put(token, new InFlight(command.id(), command.channel(), bytes));
        bytesInFlight += bytes;
    }

    /** Whether one more publish of this size may wait for its outcome. */
    boolean hasRoomFor(int bytes) {
        boolean fits = inFlight.isEmpty() || bytesInFlight + bytes <= settings.publishBytesInFlight();
        return fits && inFlight.size() < settings.publishesInFlight();
    }

    private void checkInFlight(int bytes) {
        if (inFlight.size() >= settings.publishesInFlight()) {
            throw new Refusal(
                    Reason.RATE_LIMITED,
                    inFlight.size() + " publishes of this client wait for the broker, as many as may; "
                            + "wait for a reply before you send more",
                    Limit.PUBLISHES_IN_FLIGHT);
        }
        if (!inFlight.isEmpty() && bytesInFlight + bytes > settings.publishBytesInFlight()) {
            throw new Refusal(
                    Reason.RATE_LIMITED,
                    bytesInFlight + " bytes of this client's publishes wait for the broker, and "
                            + settings.publishBytesInFlight() + " may; wait for a reply before you send more",
                    Limit.PUBLISH_BYTES_IN_FLIGHT);
        }
    }

    /** Whether a publish has no outcome yet. */
    boolean isAwaiting() {
        return !inFlight.isEmpty();
    }

    /** Answers the publish that was handed over with this token; one that nobody waits for any more is ignored. */
    void onOutcome(long token, PublishOutcome outcome) {
        InFlight publish = inFlight.remove(token);
        if (publish == null) {
            return;
        }
        bytesInFlight -= publish.bytes();
        Reply reply = PublishReplies.of(publish.id(), publish.channel(), outcome);
        if (publish.id() != null || reply instanceof Reply.Failed) {
            out.send(reply);
        }
    }
}
