/**
 * Floor 6: the web listener. HTTP/1.1 read strictly, static pages, and the upgrade to WebSocket, after which no HTTP
 * handler is left on the connection. It may use {@code transport}, {@code transport.websocket}, {@code bridge}, {@code
 * wire} and {@code session}.
 */
@NullMarked
package io.fairlead.transport.http;

import org.jspecify.annotations.NullMarked;
