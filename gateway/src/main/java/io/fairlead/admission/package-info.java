/**
 * Floor 4: who an MQTT client is, by what it showed (CONNECT, WebSocket handshake, certificate), how long that holds, and how it
 * is renewed. Both modes of MQTT listeners ask here. It may use {@code wire.mqtt}, {@code session} and {@code identity}.
 */
@NullMarked
package io.fairlead.admission;

import org.jspecify.annotations.NullMarked;
