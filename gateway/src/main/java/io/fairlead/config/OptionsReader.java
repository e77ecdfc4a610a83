package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.topic.Qos;
import io.fairlead.topicmap.PublishOptions;
import io.fairlead.topicmap.Rate;
import io.fairlead.topicmap.Recover;
import io.fairlead.topicmap.SubscribeOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the options that a route and the defaults share. */
final class OptionsReader {

    private static final int MOST_KEPT = 100_000;
    private static final double MOST_PER_SECOND = 1_000_000;

    private OptionsReader() {}

    static SubscribeOptions subscribe(Section section, SubscribeOptions otherwise) {
        return new SubscribeOptions(
                qos(section, otherwise.qos()),
                section.choice("delivery", otherwise.delivery()),
                section.has("recover") ? recover(section.section("recover")) : otherwise.recover(),
                section.duration("expiry", otherwise.expiry()),
                section.choice("slow", otherwise.slow()),
                section.number("maxRate", otherwise.maxRate(), 0, MOST_PER_SECOND),
                section.flag("retained", otherwise.retained()),
                section.flag("noLocal", otherwise.noLocal()),
                props(section, otherwise.props()));
    }

    static PublishOptions publish(Section section, PublishOptions otherwise) {
        return new PublishOptions(
                qos(section, otherwise.qos()),
                section.size("maxBytes", otherwise.maxBytes()),
                section.has("rate") ? rate(section.section("rate")) : otherwise.rate(),
                section.flag("retain", otherwise.retain()),
                section.flag("request", otherwise.request()),
                props(section, otherwise.props()));
    }

    private static Qos qos(Section section, Qos otherwise) {
        return Qos.of(section.integer("qos", otherwise.level(), 0, 2));
    }

    private static Recover recover(Section section) {
        section.required("messages");
        section.required("within");
        return new Recover(section.integer("messages", 0, 0, MOST_KEPT), section.duration("within", Duration.ZERO));
    }

    private static @Nullable Rate rate(Section section) {
        section.required("perSecond");
        double perSecond = section.number("perSecond", 1, 0.001, MOST_PER_SECOND);
        int burst = section.integer("burst", (int) Math.max(1, Math.ceil(perSecond)), 1, (int) MOST_PER_SECOND);
        return new Rate(perSecond, burst);
    }

    private static Set<String> props(Section section, Set<String> otherwise) {
        return Set.copyOf(section.texts("props", List.copyOf(otherwise)));
    }
}
