package io.fairlead.bridge;

import io.fairlead.session.Reply;
import io.fairlead.topicmap.Delivery;
import java.nio.charset.StandardCharsets;

/** Replies in words that tests compare. */
final class Words {

    private Words() {}

    static String of(Reply reply) {
        if (reply instanceof Reply.Subscribed s && s.delivery() == Delivery.DURABLE) {
            return "subscribed " + s.channel() + " " + s.epoch() + (s.pending() ? " pending" : "")
                    + (s.recovered() == null ? "" : " recovered=" + s.recovered());
        }
        if (reply instanceof Reply.Subscribed s) {
            return "subscribed " + s.channel() + " " + s.pos() + (s.pending() ? " pending" : "")
                    + (s.recovered() == null ? "" : " recovered=" + s.recovered() + "," + s.missed());
        }
        if (reply instanceof Reply.Unsubscribed u) {
            return "unsubscribed " + u.channel()
                    + (u.reason() == null ? "" : " " + u.reason().code());
        }
        if (reply instanceof Reply.Published p) {
            return "published " + (p.id() == null ? "" : p.id().text()) + " " + p.by();
        }
        if (reply instanceof Reply.Response r) {
            return "response " + r.id().text() + " " + new String(r.message().payload(), StandardCharsets.UTF_8);
        }
        if (reply instanceof Reply.Failed f) {
            return "error " + (f.id() == null ? "" : f.id().text()) + " "
                    + f.reason().code();
        }
        return notice(reply);
    }

    private static String notice(Reply reply) {
        if (reply instanceof Reply.Notice.Gap gap) {
            return "gap " + gap.channel() + " " + (gap.pos() < 0 ? gap.epoch() : gap.pos());
        }
        if (reply instanceof Reply.Notice.Dropped dropped) {
            return "dropped " + dropped.channel() + " " + dropped.count();
        }
        if (reply instanceof Reply.Notice.Draining draining) {
            return "draining " + draining.reconnectAfterMillis();
        }
        if (reply instanceof Reply.Welcome) {
            return "welcome";
        }
        return reply instanceof Reply.Notice.BrokerUp
                ? "broker_up"
                : reply instanceof Reply.Notice.BrokerDown
                        ? "broker_down"
                        : reply.getClass().getSimpleName();
    }
}
