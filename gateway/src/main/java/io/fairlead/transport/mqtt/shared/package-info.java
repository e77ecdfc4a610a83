/**
 * MQTT clients without a broker connection of their own (floor 6, mode {@code shared}): their packets become commands of the same
 * sessions that JSON pages have, and what those answer becomes packets. Messages come encoded from the hub, once for all.
 */
@NullMarked
package io.fairlead.transport.mqtt.shared;

import org.jspecify.annotations.NullMarked;
