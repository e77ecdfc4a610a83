package io.fairlead.relay;

import io.fairlead.admission.Notices;
import io.fairlead.admission.Renewal;
import io.fairlead.admission.Renewals;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long a client's credentials hold, and the fresh ones that it shows; and what the gateway tells it of its own accord. The
 * shell around {@link Renewals}: it has the clock and the authenticator. Owned by the client's loop.
 */
final class Tokens implements Renewals.Client {

    private final Entry entry;
    private final MqttConnection client;
    private final ByteBufAllocator allocator;
    private final PublishExchanges exchanges;
    private final Answers answers;
    private final BooleanSupplier wantsNotices;
    private final Consumer<Identity> renewed;
    private final BiConsumer<Reason, String> end;
    private final Renewals renewals;
    private @Nullable ScheduledFuture<?> timer;
    private boolean over;

    /**
     * @param renewed is given the identity that counts from now on
     * @param end ends the session
     */
    Tokens(
            Entry entry,
            ByteBufAllocator allocator,
            PublishExchanges exchanges,
            Answers answers,
            BooleanSupplier wantsNotices,
            Consumer<Identity> renewed,
            BiConsumer<Reason, String> end) {
        this.entry = entry;
        this.client = entry.around().client();
        this.allocator = allocator;
        this.exchanges = exchanges;
        this.answers = answers;
        this.wantsNotices = wantsNotices;
        this.renewed = renewed;
        this.end = end;
        this.renewals = new Renewals(
                entry.guest().identity(),
                entry.wishes().authMethod() != null && !entry.guest().authenticatesWithBroker(),
                entry.around().settings().connectTimeoutMillis(),
                this,
                now());
    }

    void begin() {
        schedule();
    }

    void stop() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    void onAuth(MqttMessage auth) {
        renewals.onAuth(auth, now());
        schedule();
    }

    /** The client published to {@link Renewals#AUTH_TOPIC}. */
    void onPublish(PublishFrame publish) {
        byte[] token = ByteBufUtil.getBytes(publish.bytes(), publish.payloadAt(), publish.payloadBytes());
        exchanges.keep(publish);
        renewals.onPublish(publish.qos(), publish.packetId(), token, now());
        schedule();
    }

    /** A right was taken away, and this subscription with it. */
    void tellEnded(Subscriptions.Ended ended) {
        tell(new Reply.Unsubscribed(null, ended.filter(), ended.denial().reason()));
    }

    /** The connection closes in so many milliseconds. */
    void tellDraining(long millis) {
        tell(new Reply.Notice.Draining(millis));
    }

    // ---- The time

    private long now() {
        return entry.around().nowMillis();
    }

    private void schedule() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        long deadline = renewals.deadline();
        if (!over && deadline != Long.MAX_VALUE) {
            long delay = Math.max(0, deadline - now());
            timer = client.loop().schedule(this::onDeadline, delay, TimeUnit.MILLISECONDS);
        }
    }

    private void onDeadline() {
        if (!over) {
            renewals.onDeadline(now());
            schedule();
            client.flush();
        }
    }

    // ---- What is to be done

    @Override
    public void check(long number, String token) {
        EventLoop loop = client.loop();
        entry.around()
                .relays()
                .admission()
                .renew(
                        new Evidence(token, null, null, entry.guest().name(), client.peer()),
                        outcome -> loop.execute(() -> {
                            if (!over) {
                                renewals.onOutcome(number, valid(outcome), now());
                                schedule();
                                client.flush();
                            }
                        }));
    }

    private AuthOutcome valid(AuthOutcome outcome) {
        return entry.around().relays().revoked().check(outcome, entry.guest().name());
    }

    @Override
    public void write(MqttMessage packet) {
        client.write(packet);
    }

    @Override
    public void acknowledge(Renewal.ByPublish publish) {
        if (publish.qos() > 0) {
            client.write(publish.qos() == 1 ? Answers.pubAck(publish.packetId()) : Answers.pubRec(publish.packetId()));
        }
    }

    @Override
    public void deny(Renewal.ByPublish publish, Reason reason, String why) {
        Denial denial = new Denial(reason, why);
        entry.deny(denial);
        if (!answers.v5() && entry.around().settings().denied() == DeniedPublish.DISCONNECT) {
            end.accept(reason, why);
        } else if (publish.qos() == 1) {
            client.write(answers.refuseQos1(publish.packetId(), denial));
        } else if (publish.qos() == 2) {
            exchanges.refuseKept(publish.packetId());
            client.write(answers.refuseQos2(publish.packetId(), denial));
        }
    }

    @Override
    public void tell(Reply reply) {
        if (wantsNotices.getAsBoolean()) {
            ByteBuf packet = Notices.packet(reply, answers.v5(), allocator);
            if (packet.readableBytes() <= answers.largest()) {
                client.write(packet);
            } else {
                packet.release();
            }
        }
    }

    @Override
    public void renewed(Identity identity) {
        renewed.accept(identity);
    }

    @Override
    public void close(Reason reason, String why) {
        end.accept(reason, why);
    }
}
