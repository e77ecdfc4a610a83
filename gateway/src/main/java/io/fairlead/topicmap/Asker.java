package io.fairlead.topicmap;

import io.fairlead.identity.Identity;

/** Who asks the map, and how it names things: an identity and the name of its client. */
record Asker(Identity identity, String client, Naming naming) {

    /** How messages call it. */
    String words() {
        return identity.user() == null ? "an anonymous client" : identity.user();
    }
}
