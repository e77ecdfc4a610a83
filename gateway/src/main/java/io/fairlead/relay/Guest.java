package io.fairlead.relay;

import io.fairlead.identity.Identity;

/**
 * A client that was let in.
 *
 * @param identity as it was when it was let in
 * @param name the client id, its own or the one that it was given
 * @param given whether it was given one
 * @param upstreamId its client id at the broker
 * @param authenticatesWithBroker whether an enhanced authentication is the broker's affair
 */
record Guest(Identity identity, String name, boolean given, String upstreamId, boolean authenticatesWithBroker) {}
