package io.fairlead.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client may do what the topic map grants it. It holds everything that an answer may depend on, and nothing else:
 * equal questions have the same answer as long as that holds.
 *
 * @param decision {@link Decision#SUBSCRIBE} or {@link Decision#PUBLISH}
 * @param user the user's name; null for an anonymous client
 * @param client the client's name among its user's clients
 * @param roles the user's roles
 * @param channel the channel or channel filter as the client named it
 * @param topic what that is on the broker
 */
public record Question(
        Decision decision, @Nullable String user, String client, Set<String> roles, String channel, String topic) {

    /** The question about a client of this identity. */
    public static Question of(Decision decision, Identity identity, String client, String channel, String topic) {
        return new Question(decision, identity.user(), client, identity.roles(), channel, topic);
    }
}
