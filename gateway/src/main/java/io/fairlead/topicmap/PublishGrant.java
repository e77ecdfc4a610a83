package io.fairlead.topicmap;

import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right to publish to one channel, and how.
 *
 * @param route the deciding route's name
 * @param channel the channel as the client named it
 * @param topic the topic on the broker
 * @param qos the QoS upstream: the default for a publish that does not say, and the most it may ask for
 * @param payload the form the route's messages take
 * @param maxBytes the largest payload
 * @param rate how often one client may publish; null for no limit of the route's own
 * @param retain whether a publish may ask to be retained
 * @param request whether the channel takes requests
 * @param props the MQTT 5 user properties a publish may bear; the single entry {@code *} stands for all
 */
public record PublishGrant(
        String route,
        String channel,
        TopicName topic,
        Qos qos,
        PayloadForm payload,
        int maxBytes,
        @Nullable Rate rate,
        boolean retain,
        boolean request,
        Set<String> props) {}
