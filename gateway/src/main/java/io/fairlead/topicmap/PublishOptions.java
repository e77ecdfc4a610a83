package io.fairlead.topicmap;

import io.fairlead.topic.Qos;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How messages travel that are published to a route.
 *
 * @param qos what a publish has that does not say, and the most it may ask for
 * @param maxBytes the largest payload
 * @param rate how often one client may publish; null for no limit of the route's own
 * @param retain whether a publish may ask to be retained
 * @param request whether the channel takes requests
 * @param props the MQTT 5 user properties a publish may bear; the single entry {@code *} stands for all
 */
public record PublishOptions(
        Qos qos, int maxBytes, @Nullable Rate rate, boolean retain, boolean request, Set<String> props) {}
