/**
 * Floor 5: where a session meets the broker. Carries effects out, and fans messages of shared broker subscriptions out to
 * the sessions of the node, encoded once. It may use Netty's buffers and event loops, and the floors below: {@code wire},
 * {@code metrics}, {@code session}, {@code topicmap}, {@code identity}, {@code broker}, {@code topic}.
 */
@NullMarked
package io.fairlead.bridge;

import org.jspecify.annotations.NullMarked;
