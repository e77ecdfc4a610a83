package io.fairlead.topicmap;

import io.fairlead.topic.Qos;
import java.time.Duration;
import java.util.Set;

/**
 * How messages travel to subscribers of a route.
 *
 * @param maxRate messages a second and channel for each client; 0 for no limit
 * @param retained whether retained messages are replayed at subscription
 * @param noLocal whether one's own publishes are left out
 * @param props the MQTT 5 user properties that reach the client; the single entry {@code *} stands for all
 */
public record SubscribeOptions(
        Qos qos,
        Delivery delivery,
        Recover recover,
        Duration expiry,
        SlowPolicy slow,
        double maxRate,
        boolean retained,
        boolean noLocal,
        Set<String> props) {}
