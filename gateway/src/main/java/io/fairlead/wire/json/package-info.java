/**
 * Floor 4: the JSON of the client protocol. Frames to commands, replies and messages to frames. The only home of
 * jackson-core. It may use {@code wire}, {@code session}, {@code topicmap} and {@code topic}, and Netty's buffers.
 */
@NullMarked
package io.fairlead.wire.json;

import org.jspecify.annotations.NullMarked;
