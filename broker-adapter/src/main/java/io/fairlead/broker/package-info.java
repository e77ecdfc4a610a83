/**
 * Floor 1: the port to a broker. What Fairlead asks of an MQTT broker, and what it is told, without any MQTT library in
 * sight. Behind it are {@code broker.hivemq}, which also gives links of {@code broker.packet}, and {@code broker.embedded}.
 * It may use {@code topic}.
 */
@NullMarked
package io.fairlead.broker;

import org.jspecify.annotations.NullMarked;
