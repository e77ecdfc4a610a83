package io.fairlead.relay;

import io.fairlead.metrics.Meters;
import io.fairlead.session.Limit;
import io.fairlead.session.RateSettings;
import io.fairlead.session.TokenBucket;
import io.fairlead.session.UserShare;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How fast a client may be in all it does. What comes too early is let through, since MQTT has no way to send it back, and what
 * follows is read later. An answer that is owed to a delivery, or to the broker, costs bytes alone. Owned by the client's loop.
 */
final class Tempo {

    private final Meters meters;
    private final UserShare user;
    private final LongSupplier clock;
    private final @Nullable Pace publishes;
    private final @Nullable TokenBucket commands;
    private final @Nullable TokenBucket bytes;

    /** Answers that the client has yet to give. */
    private int owed;

    /** @param clock in milliseconds since 1970 */
    Tempo(RateSettings rates, int subscriptions, UserShare user, Meters meters, LongSupplier clock) {
        this.meters = meters;
        this.user = user;
        this.clock = clock;
        long now = clock.getAsLong();
        double publishing = rates.publishPerSecond();
        this.publishes = publishing > 0 ? new Pace(TokenBucket.twiceInABurst(publishing), now) : null;
        this.commands = rates.commandsPerSecond() > 0
                ? new TokenBucket(TokenBucket.withSubscriptions(rates.commandsPerSecond(), subscriptions), now)
                : null;
        this.bytes = rates.bytesPerSecond() > 0
                ? new TokenBucket(TokenBucket.twiceInABurst(rates.bytesPerSecond()), now)
                : null;
    }

    /** A message of this QoS goes to the client. */
    void delivered(int qos) {
        owed += qos;
    }

    /**
     * A PUBLISH came.
     *
     * @param route how fast its route lets it be; null where that says nothing
     * @return for how many milliseconds nothing is to follow
     */
    long publish(PublishFrame publish, @Nullable Pace route) {
        if (publish.qos() == 2) {
            owed++;
        }
        long now = clock.getAsLong();
        long rest = noted(Limit.PUBLISHES, publishes == null ? 0 : publishes.take(now));
        rest = Math.max(rest, noted(Limit.ROUTE_RATE, route == null ? 0 : route.take(now)));
        rest = Math.max(rest, noted(Limit.USER_PUBLISHES, user.spendPublishes(1, now)));
        rest = Math.max(rest, ofCommands(1, now));
        return Math.max(rest, ofBytes(publish.bytes().readableBytes(), now));
    }

    /** Any other packet came. Returns for how many milliseconds nothing is to follow. */
    long packet(MqttMessage packet) {
        long now = clock.getAsLong();
        int worth = worth(packet);
        long rest = worth == 0 ? 0 : ofCommands(worth, now);
        return Math.max(rest, ofBytes(packet.fixedHeader().remainingLength() + 2, now));
    }

    private int worth(MqttMessage packet) {
        return switch (packet.fixedHeader().messageType()) {
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> owed > 0 ? paid() : 1;
            case SUBSCRIBE ->
                ((MqttSubscribeMessage) packet).payload().topicSubscriptions().size();
            case UNSUBSCRIBE ->
                ((MqttUnsubscribeMessage) packet).payload().topics().size();
            default -> 1;
        };
    }

    private int paid() {
        owed--;
        return 0;
    }

    private long ofCommands(int many, long now) {
        long own = noted(Limit.COMMANDS, commands == null ? 0 : commands.spend(many, now));
        return Math.max(own, noted(Limit.USER_COMMANDS, user.spendCommands(many, now)));
    }

    private long ofBytes(int many, long now) {
        long own = noted(Limit.BYTES, bytes == null ? 0 : bytes.spend(many, now));
        return Math.max(own, noted(Limit.USER_BYTES, user.spendBytes(many, now)));
    }

    private long noted(Limit limit, long rest) {
        if (rest > 0) {
            meters.limited(limit.key());
        }
        return rest;
    }
}
