package io.fairlead.relay;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets of the messages on a topic. Holds as long as its identity, its subscriptions and the topic map do.
 *
 * @param name the topic
 * @param identifier the subscription identifier of the messages; 0 for none, or several
 * @param channel what the client calls it, readable from index 0; null if it may not have them
 * @param passing which of their user properties it gets
 */
record NamedDelivery(ByteBuf name, int identifier, @Nullable ByteBuf channel, PassingProperties passing)
        implements NameCache.Named {}
