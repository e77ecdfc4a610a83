/**
 * Floor 4: who an MQTT client is, by what it showed (CONNECT, WebSocket handshake, certificate), how long that holds, and how it
 * is renewed. Both modes of MQTT listeners ask here: {@link io.fairlead.admission.Admission} at the door, {@link
 * io.fairlead.admission.Renewals} afterwards. It may use {@code wire}, {@code session} and {@code identity}.
 */
@NullMarked
package io.fairlead.admission;

import org.jspecify.annotations.NullMarked;
