package io.fairlead.session;

import io.fairlead.identity.ClientNames;
import io.fairlead.identity.Identity;
import org.jspecify.annotations.Nullable;

/**
 * Who a session belongs to, as long as it is open.
 *
 * @param user the user's name; null for an anonymous client
 * @param name the client's name among its user's clients
 * @param key what tells it from all other clients
 * @param instance the page load it says it is; empty if it does not say
 * @param secret what an anonymous client must show to come back under its name; null for a user's client
 */
record Client(
        @Nullable String user,
        String name,
        ClientKey key,
        String instance,
        @Nullable String secret) {

    /**
     * Settles a client's name. A user's client has the name it asks for. An anonymous one has it only if it proves that it
     * was issued to it, and gets a new one otherwise.
     */
    static Client of(Identity identity, @Nullable String asked, Command.Connect connect, ClientNames names) {
        String instance = connect.instance() == null ? "" : connect.instance();
        if (identity.isAuthenticated()) {
            String name = asked == null ? names.issue() : asked;
            return new Client(identity.user(), name, new ClientKey(identity.user(), name), instance, null);
        }
        String name = asked != null && names.proves(asked, connect.secret()) ? asked : names.issue();
        return new Client(null, name, new ClientKey(null, names.keyOf(name)), instance, names.secretOf(name));
    }
}
