package io.fairlead.topicmap;

import io.fairlead.identity.Identity;

/** Who asks the map: an identity and the name of its client. */
record Asker(Identity identity, String client) {

    /** How messages call it. */
    String words() {
        return identity.user() == null ? "an anonymous client" : identity.user();
    }
}
