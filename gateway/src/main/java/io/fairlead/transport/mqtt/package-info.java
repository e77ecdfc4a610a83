/**
 * Floor 60: the MQTT door. A client's bytes become checked packets for an {@link io.fairlead.wire.mqtt.MqttSession}, and what
 * is wrong with them an end as MQTT wants it, for that client alone; connect timeout and keep-alive; draining. It may use
 * {@code bridge}, {@code wire} and {@code session}.
 */
@NullMarked
package io.fairlead.transport.mqtt;

import org.jspecify.annotations.NullMarked;
