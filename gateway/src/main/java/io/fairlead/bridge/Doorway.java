package io.fairlead.bridge;

import io.fairlead.identity.Authenticator;
import io.fairlead.identity.ClientNames;
import io.fairlead.topicmap.Topics;
import java.util.function.Supplier;

/**
 * By what door a client comes: which names it uses, and who says who it is.
 *
 * @param topics the topic map in force, as this door's clients name things
 * @param authenticator checks what the client shows
 * @param names issues client names, and tells whose they are
 */
public record Doorway(Supplier<? extends Topics> topics, Authenticator authenticator, ClientNames names) {}
