package io.fairlead.session;

import io.fairlead.topic.Message;

/**
 * A message of a client's own session at the broker, before it is decided whether the client may have it.
 *
 * @param epoch the epoch that {@code seq} counts in
 * @param seq its number, one count for all durable channels of the client
 * @param message as the broker sent it; RETAIN means that it was replayed at a subscription
 * @param repeat whether the broker says that it sent it before
 * @param receivedMillis when the gateway received it, in milliseconds since 1970
 */
public record DurableMessage(String epoch, long seq, Message message, boolean repeat, long receivedMillis) {}
