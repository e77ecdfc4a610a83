package io.fairlead.wire.json;

import io.fairlead.session.CommandId;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.topicmap.Delivery;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes the JSON of a reply; each frame's fields in the order that the protocol's documentation shows. */
final class ReplyWriter implements Reply.Writer {

    private final ByteBuf out;

    ReplyWriter(ByteBuf out) {
        this.out = out;
    }

    @Override
    public void welcome(Reply.Welcome reply) {
        begin("welcome", reply.id());
        string("client", reply.client());
        string("user", reply.user());
        string("node", reply.node());
        string("protocol", reply.protocol());
        string("secret", reply.secret());
        number("pingMs", reply.pingMillis());
        instant("expires", reply.expires());
        string("broker", reply.brokerUp() ? "up" : "down");
        limits(reply.limits());
        end();
    }

    private void limits(Reply.Limits limits) {
        ByteBufUtil.writeAscii(out, ",\"limits\":{\"maxBytes\":");
        JsonText.number(out, limits.maxBytes());
        number("subscriptions", limits.subscriptions());
        rate("publishPerSecond", limits.publishPerSecond());
        rate("commandsPerSecond", limits.commandsPerSecond());
        rate("bytesPerSecond", limits.bytesPerSecond());
        end();
    }

    private void rate(String name, double perSecond) {
        if (Double.isFinite(perSecond)) {
            name(name);
            JsonText.number(out, perSecond);
        }
    }

    @Override
    public void subscribed(Reply.Subscribed reply) {
        begin("subscribed", reply.id());
        string("channel", reply.channel());
        number("qos", reply.qos().level());
        string("delivery", reply.delivery() == Delivery.LIVE ? "live" : "durable");
        string("epoch", reply.epoch());
        number("pos", reply.pos());
        if (reply.pending()) {
            flag("pending", true);
        }
        if (reply.recovered() != null) {
            flag("recovered", reply.recovered());
        }
        number("missed", reply.missed());
        end();
    }

    @Override
    public void unsubscribed(Reply.Unsubscribed reply) {
        begin("unsubscribed", reply.id());
        string("channel", reply.channel());
        if (reply.reason() != null) {
            codeAndLeg(reply.reason());
        }
        end();
    }

    @Override
    public void published(Reply.Published reply) {
        begin("published", reply.id());
        string("by", reply.by());
        string("reason", reply.reason());
        end();
    }

    @Override
    public void response(Reply.Response reply) {
        begin("response", reply.id());
        string("contentType", reply.message().contentType());
        PropsWriter.write(out, reply.message().properties(), reply.props());
        MessageWriter.payload(out, reply.message().payload(), reply.form());
        end();
    }

    @Override
    public void authenticated(Reply.Authenticated reply) {
        begin("authenticated", reply.id());
        instant("expires", reply.expires());
        end();
    }

    @Override
    public void pong(Reply.Pong reply) {
        begin("pong", reply.id());
        end();
    }

    @Override
    public void failed(Reply.Failed reply) {
        begin("error", reply.id());
        codeAndLeg(reply.reason());
        flag("retryable", reply.reason().retryable());
        number("retryAfterMs", reply.retryAfterMillis());
        number("mqttReason", reply.mqttReason());
        string("reason", reply.why());
        string("help", "errors#" + reply.reason().code());
        end();
    }

    @Override
    public void brokerDown(Reply.Notice.BrokerDown reply) {
        notice("broker_down");
        end();
    }

    @Override
    public void brokerUp(Reply.Notice.BrokerUp reply) {
        notice("broker_up");
        end();
    }

    @Override
    public void dropped(Reply.Notice.Dropped reply) {
        notice("dropped");
        string("channel", reply.channel());
        number("count", reply.count());
        string("why", reply.why());
        end();
    }

    @Override
    public void gap(Reply.Notice.Gap reply) {
        notice("gap");
        string("channel", reply.channel());
        string("epoch", reply.epoch());
        number("pos", reply.pos());
        flag("certain", reply.certain());
        end();
    }

    @Override
    public void tokenExpiring(Reply.Notice.TokenExpiring reply) {
        notice("token_expiring");
        number("inMs", reply.inMillis());
        end();
    }

    @Override
    public void draining(Reply.Notice.Draining reply) {
        notice("draining");
        number("reconnectAfterMs", reply.reconnectAfterMillis());
        end();
    }

    private void begin(String type, @Nullable CommandId id) {
        ByteBufUtil.writeAscii(out, "{\"type\":\"");
        ByteBufUtil.writeAscii(out, type);
        out.writeByte('"');
        if (id != null && id.number()) {
            name("id");
            ByteBufUtil.writeAscii(out, id.text());
        } else if (id != null) {
            string("id", id.text());
        }
    }

    private void notice(String code) {
        begin("notice", null);
        string("code", code);
    }

    private void codeAndLeg(Reason reason) {
        string("code", reason.code());
        string("leg", reason.leg().word());
    }

    private void end() {
        out.writeByte('}');
    }

    private void name(String name) {
        ByteBufUtil.writeAscii(out, ",\"");
        ByteBufUtil.writeAscii(out, name);
        ByteBufUtil.writeAscii(out, "\":");
    }

    private void string(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            JsonText.string(out, value);
        }
    }

    private void instant(String name, @Nullable Instant value) {
        string(name, value == null ? null : value.toString());
    }

    /** A negative number means that there is nothing to say. */
    private void number(String name, long value) {
        if (value >= 0) {
            name(name);
            JsonText.number(out, value);
        }
    }

    private void flag(String name, boolean value) {
        name(name);
        ByteBufUtil.writeAscii(out, value ? "true" : "false");
    }
}
