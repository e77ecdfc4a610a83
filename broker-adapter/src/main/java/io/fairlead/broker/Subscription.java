package io.fairlead.broker;

import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;

/**
 * One filter to subscribe to.
 *
 * @param replayRetained whether the broker replays retained messages for it (MQTT 5 retain handling 0) or not (2). MQTT
 *     3.1.1 has no such choice and always replays
 */
public record Subscription(TopicFilter filter, Qos qos, boolean replayRetained) {}
