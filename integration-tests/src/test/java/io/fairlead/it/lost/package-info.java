/**
 * Nothing that a broker kept is lost, and no loss that a gateway can see goes untold: gateways and brokers are killed, wires
 * cut and stalled, and every message is accounted for.
 */
@NullMarked
package io.fairlead.it.lost;

import org.jspecify.annotations.NullMarked;
