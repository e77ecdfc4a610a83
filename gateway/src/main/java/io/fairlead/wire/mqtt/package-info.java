/**
 * MQTT 3.1.1 and 5 as clients speak it: packets from bytes, what is wrong with them, and the reason codes of refusals. What
 * stands behind a client's connection is a {@link io.fairlead.wire.mqtt.MqttSession}: {@code relay} has one, and {@code
 * transport.mqtt} the other. PUBLISH is read in place ({@link io.fairlead.wire.mqtt.PublishFrame}); everything else by Netty's
 * codec.
 */
@NullMarked
package io.fairlead.wire.mqtt;

import org.jspecify.annotations.NullMarked;
