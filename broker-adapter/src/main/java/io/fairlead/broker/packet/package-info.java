/**
 * Floor 1b: links to a broker that speak MQTT packet by packet, on Netty's codec, for those who have to know what a
 * library hides: packet ids and DUP. It may use {@code broker}, {@code broker.connect} and {@code topic}.
 *
 * <p>{@link io.fairlead.broker.packet.PacketLinks} opens links. A {@code PacketLink} decides what happens when, across
 * connections; a {@code Connection} is one of them and knows packets, but nothing of sessions; {@code Transport} is the
 * socket and what lies on it.
 */
@NullMarked
package io.fairlead.broker.packet;

import org.jspecify.annotations.NullMarked;
