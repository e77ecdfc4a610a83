package io.fairlead.relay;

import io.fairlead.session.Reason;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.SubscribeGrant;
import org.jspecify.annotations.Nullable;

/** Which filters a client may subscribe to, and what they are on the broker. */
final class FilterRules {

    private final Rights rights;

    FilterRules(Rights rights) {
        this.rights = rights;
    }

    /**
     * What is said of a filter: a grant or a denial.
     *
     * @param onBroker the filter on the broker; null where it is denied
     */
    record Verdict(
            @Nullable SubscribeGrant grant,
            @Nullable String onBroker,
            @Nullable Denial denial) {

        private static Verdict denied(Denial denial) {
            return new Verdict(null, null, denial);
        }
    }

    Verdict judge(AskedFilter asked) {
        String group = asked.group();
        if (group != null && (group.isEmpty() || group.indexOf('+') >= 0 || group.indexOf('#') >= 0)) {
            String why =
                    "that is no shared subscription: it is written $share/GROUP/CHANNEL, without wildcards in GROUP";
            return Verdict.denied(new Denial(Reason.BAD_CHANNEL, why));
        }
        if (OwnNames.holds(asked.channel()) || asked.channel().startsWith(ResponseTopics.REPLIES)) {
            String why = asked.channel() + " is the gateway's own, and only " + AskedFilter.NOTICES
                    + " can be subscribed to there";
            return Verdict.denied(new Denial(Reason.NO_ROUTE, why));
        }
        Mapping<SubscribeGrant> mapping = rights.forSubscribe(asked.channel());
        if (mapping instanceof Mapping.Mapped<SubscribeGrant> mapped) {
            return granted(asked, mapped.grant());
        }
        return Verdict.denied(Denial.of((Mapping.Denied<SubscribeGrant>) mapping));
    }

    private static Verdict granted(AskedFilter asked, SubscribeGrant grant) {
        if (asked.group() != null && !grant.share().contains(asked.group())) {
            String why = "route " + grant.key().route() + " has no group " + asked.group() + " that clients may share "
                    + asked.channel() + " in";
            return Verdict.denied(new Denial(Reason.FORBIDDEN, why));
        }
        return new Verdict(grant, asked.with(grant.filter().value()), null);
    }
}
