package io.fairlead.topicmap;

import io.fairlead.topicmap.Explanation.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A route's options in the words of the map. */
final class Settings {

    private final List<Setting> list = new ArrayList<>();

    private Settings() {}

    static List<Setting> of(RouteDefinition route, Purpose purpose) {
        Settings settings = new Settings();
        SubscribeDefinition subscribe = route.subscribe();
        PublishDefinition publish = route.publish();
        if (purpose == Purpose.SUBSCRIBE && subscribe != null) {
            settings.add("payload", word(route.payload()));
            settings.addSubscribe(subscribe.options());
        } else if (purpose == Purpose.PUBLISH && publish != null) {
            settings.add("payload", word(route.payload()));
            settings.addPublish(publish.options());
        }
        return List.copyOf(settings.list);
    }

    private void addSubscribe(SubscribeOptions options) {
        add("qos", Integer.toString(options.qos().level()));
        add("delivery", word(options.delivery()));
        if (options.delivery() == Delivery.DURABLE) {
            add("expiry", words(options.expiry()));
        }
        Recover recover = options.recover();
        add(
                "recover",
                recover.messages() == 0 ? "none" : recover.messages() + " messages within " + words(recover.within()));
        add("slow", word(options.slow()));
        add("maxRate", options.maxRate() == 0 ? "none" : number(options.maxRate()) + " a second");
        add("retained", Boolean.toString(options.retained()));
        add("noLocal", Boolean.toString(options.noLocal()));
        add("props", words(options.props()));
    }

    private void addPublish(PublishOptions options) {
        Rate rate = options.rate();
        add("qos", Integer.toString(options.qos().level()));
        add("maxBytes", Integer.toString(options.maxBytes()));
        add("rate", rate == null ? "none" : number(rate.perSecond()) + " a second, bursts of " + rate.burst());
        add("retain", Boolean.toString(options.retain()));
        add("request", Boolean.toString(options.request()));
        add("props", words(options.props()));
    }

    private void add(String name, String value) {
        list.add(new Setting(name, value));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String words(Set<String> props) {
        return props.isEmpty() ? "none" : String.join(", ", new TreeSet<>(props));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** The largest unit that divides it, as the map writes durations. */
    static String words(Duration duration) {
        long millis = duration.toMillis();
        long[] units = {86_400_000, 3_600_000, 60_000, 1_000};
        String[] names = {"d", "h", "m", "s"};
        for (int i = 0; i < units.length; i++) {
            if (millis > 0 && millis % units[i] == 0) {
                return millis / units[i] + names[i];
            }
        }
        return millis + "ms";
    }
}
