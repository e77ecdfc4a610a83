/**
 * Floor 5: one MQTT client on one broker connection of its own, packet by packet, with names mapped. What is decided (who may
 * what, under which name, with which answer) lies in classes without sockets, clocks and loops; the rest carries it out.
 */
@NullMarked
package io.fairlead.relay;

import org.jspecify.annotations.NullMarked;
