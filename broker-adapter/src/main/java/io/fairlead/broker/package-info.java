/**
 * Floor 1: the port to a broker. What Fairlead asks of an MQTT broker, and what it is told, without any MQTT library in
 * sight. The adapters behind it are {@code broker.hivemq} and {@code broker.embedded}. It may use {@code topic}.
 */
@NullMarked
package io.fairlead.broker;

import org.jspecify.annotations.NullMarked;
