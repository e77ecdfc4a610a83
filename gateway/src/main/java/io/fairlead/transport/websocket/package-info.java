/**
 * Floor 6: the WebSocket door. RFC 6455 frames read strictly and without copying, commands handed to the session's driver,
 * and frames that others have encoded written as they are. It may use {@code bridge}, {@code wire} and {@code session}.
 */
@NullMarked
package io.fairlead.transport.websocket;

import org.jspecify.annotations.NullMarked;
