/**
 * Floor 1b: the port's adapter on the HiveMQ client, the only home of that library and of the RxJava it is made of. It
 * may use {@code broker}, {@code broker.connect}, {@code broker.packet} and {@code topic}.
 *
 * <p>{@link io.fairlead.broker.hivemq.HiveMqLink} decides what happens when; a {@code VersionedClient} wraps the
 * library's client of one MQTT version; what is in flight in either direction is kept by {@code Outgoing} and {@code
 * Incoming}.
 */
@NullMarked
package io.fairlead.broker.hivemq;

import org.jspecify.annotations.NullMarked;
