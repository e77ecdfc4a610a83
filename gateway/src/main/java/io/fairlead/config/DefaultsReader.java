package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.topicmap.RouteDefaults;
import java.util.Set;

/** Reads the {@code defaults} of a map. */
final class DefaultsReader {

    private DefaultsReader() {}

    /**
     * The defaults in force.
     *
     * @param statedForSubscribe the keys of {@code subscribe} that the file states itself
     */
    record Defaults(RouteDefaults values, Set<String> statedForSubscribe) {}

    static Defaults read(Section section, RouteDefaults otherwise) {
        Section subscribe = section.section("subscribe");
        RouteDefaults values = new RouteDefaults(
                section.choice("payload", otherwise.payload()),
                OptionsReader.subscribe(subscribe, otherwise.subscribe()),
                OptionsReader.publish(section.section("publish"), otherwise.publish()));
        return new Defaults(values, Set.copyOf(subscribe.written()));
    }
}
