package io.fairlead.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes effects down, a line each: {@code <} what the client is told, {@code x} a close, {@code ?} an authentication,
 * {@code @} a registration, {@code +} a join, {@code -} a leave, {@code >} a publish, {@code >?} a request, {@code >-} one that is given up; {@code +d} and {@code -d} the same of durable channels, {@code m} and
 * {@code w} a durable message that is delivered or withheld, {@code a} an acknowledgement. Numbers after joins, leaves and
 * publishes are tokens.
 */
final class Transcript implements Effect.Runner, Reply.Writer {

    private final List<String> lines = new ArrayList<>();

    /** What was written since the last time it was taken. */
    List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    private void line(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            if (!word.toString().isEmpty()) {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        lines.add(line.toString());
    }

    private static String id(@Nullable CommandId id) {
        return id == null ? "" : "#" + id.text();
    }

    private static String field(String name, @Nullable Object value) {
        return value == null || value.equals(-1) || value.equals(-1L) ? "" : name + "=" + value;
    }

    @Override
    public void send(Effect.Send effect) {
        effect.reply().writeTo(this);
    }

    @Override
    public void close(Effect.Close effect) {
        line("x", effect.reason().code());
    }

    @Override
    public void authenticate(Effect.Authenticate effect) {
        line("?", effect.token(), String.valueOf(effect.credential()));
    }

    @Override
    public void register(Effect.Register effect) {
        line("@", effect.client().name(), field("user", effect.client().user()), effect.instance());
    }

    @Override
    public void joinLive(Effect.JoinLive effect) {
        line(
                "+",
                effect.token(),
                effect.grant().channel(),
                effect.retained(),
                field("epoch", effect.epoch()),
                field("pos", effect.pos()));
    }

    @Override
    public void leaveLive(Effect.LeaveLive effect) {
        line("-", effect.token());
    }

    @Override
    public void joinDurable(Effect.JoinDurable effect) {
        line(
                "+d",
                effect.token(),
                effect.grant().channel(),
                effect.retained(),
                field("epoch", effect.epoch()),
                field("ack", effect.ack()));
    }

    @Override
    public void leaveDurable(Effect.LeaveDurable effect) {
        line("-d", effect.token(), effect.grant().channel());
    }

    @Override
    public void deliverDurable(Effect.DeliverDurable effect) {
        line(
                "m",
                effect.message().seq(),
                effect.channel(),
                effect.grant().wildcard() ? "filter=" + effect.grant().channel() : "",
                effect.message().repeat() ? "repeat" : "");
    }

    @Override
    public void withholdDurable(Effect.WithholdDurable effect) {
        line("w", effect.message().seq());
    }

    @Override
    public void acknowledge(Effect.Acknowledge effect) {
        line("a", effect.epoch(), effect.seq());
    }

    @Override
    public void publish(Effect.Publish effect) {
        line(">", effect.token(), effect.message().topic());
    }

    @Override
    public void request(Effect.Request effect) {
        line(">?", effect.token(), effect.message().topic());
    }

    @Override
    public void forgetRequest(Effect.ForgetRequest effect) {
        line(">-", effect.token());
    }

    @Override
    public void reading(Effect.Reading effect) {
        line("reading", effect.paused() ? "paused" : "on");
    }

    /** Who counts it, tests it. */
    @Override
    public void limited(Effect.Limited effect) {}

    @Override
    public void background(Effect.Background effect) {
        line(effect.hidden() ? "background" : "foreground");
    }

    @Override
    public void welcome(Reply.Welcome reply) {
        line(
                "< welcome",
                id(reply.id()),
                reply.client(),
                field("user", reply.user()),
                field("secret", reply.secret()),
                reply.brokerUp() ? "up" : "down");
    }

    @Override
    public void subscribed(Reply.Subscribed reply) {
        line(
                "< subscribed",
                id(reply.id()),
                reply.channel(),
                field("epoch", reply.epoch()),
                field("pos", reply.pos()),
                reply.pending() ? "pending" : "",
                field("recovered", reply.recovered()),
                field("missed", reply.missed()));
    }

    @Override
    public void unsubscribed(Reply.Unsubscribed reply) {
        line(
                "< unsubscribed",
                id(reply.id()),
                reply.channel(),
                reply.reason() == null ? "" : reply.reason().code());
    }

    @Override
    public void published(Reply.Published reply) {
        line("< published", id(reply.id()), reply.by(), field("reason", reply.reason()));
    }

    @Override
    public void response(Reply.Response reply) {
        line("< response", id(reply.id()), new String(reply.message().payload(), StandardCharsets.UTF_8));
    }

    @Override
    public void authenticated(Reply.Authenticated reply) {
        line("< authenticated", id(reply.id()), field("expires", reply.expires()));
    }

    @Override
    public void pong(Reply.Pong reply) {
        line("< pong", id(reply.id()));
    }

    @Override
    public void failed(Reply.Failed reply) {
        line(
                "< error",
                id(reply.id()),
                reply.reason().code(),
                field("after", reply.retryAfterMillis()),
                field("mqtt", reply.mqttReason()));
    }

    @Override
    public void brokerDown(Reply.Notice.BrokerDown reply) {
        line("< notice broker_down");
    }

    @Override
    public void brokerUp(Reply.Notice.BrokerUp reply) {
        line("< notice broker_up");
    }

    @Override
    public void dropped(Reply.Notice.Dropped reply) {
        line("< notice dropped", reply.channel(), reply.count());
    }

    @Override
    public void gap(Reply.Notice.Gap reply) {
        line(
                "< notice gap",
                reply.channel(),
                field("epoch", reply.epoch()),
                field("pos", reply.pos()),
                reply.certain() ? "certain" : "");
    }

    @Override
    public void tokenExpiring(Reply.Notice.TokenExpiring reply) {
        line("< notice token_expiring", field("in", reply.inMillis()));
    }

    @Override
    public void draining(Reply.Notice.Draining reply) {
        line("< notice draining", field("in", reply.reconnectAfterMillis()));
    }
}
