/**
 * Floor 6: sockets in, bytes out. Event loops, accepting, and what every door of the gateway shares; the doors
 * themselves are {@code transport.http} and {@code transport.websocket}. The only home of Netty's transports and HTTP
 * codec. It may use {@code bridge}, {@code wire}, {@code session} and {@code metrics}.
 */
@NullMarked
package io.fairlead.transport;

import org.jspecify.annotations.NullMarked;
