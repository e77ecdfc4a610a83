package io.fairlead.topicmap;

import io.fairlead.topic.Qos;
import java.time.Duration;
import java.util.Set;

/** What a route is where it does not say. A map's {@code defaults} section replaces what it names. */
public record RouteDefaults(PayloadForm payload, SubscribeOptions subscribe, PublishOptions publish) {

    /** Fairlead's own defaults, all of them. */
    public static final RouteDefaults STANDARD = new RouteDefaults(
            PayloadForm.JSON,
            new SubscribeOptions(
                    Qos.AT_LEAST_ONCE,
                    Delivery.LIVE,
                    Recover.NONE,
                    Duration.ofDays(1),
                    SlowPolicy.DISCONNECT,
                    0,
                    true,
                    false,
                    Set.of()),
            new PublishOptions(Qos.AT_LEAST_ONCE, 64 * 1024, null, false, false, Set.of()));
}
