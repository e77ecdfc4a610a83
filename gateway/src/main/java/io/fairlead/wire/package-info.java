/**
 * Floor 4: how commands, replies and messages stand in bytes. {@code wire.json} is the only home of jackson-core. It may
 * use {@code session}, {@code topicmap} and {@code topic}, and Netty's buffers.
 */
@NullMarked
package io.fairlead.wire;

import org.jspecify.annotations.NullMarked;
