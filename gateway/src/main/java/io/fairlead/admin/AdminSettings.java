package io.fairlead.admin;

import org.jspecify.annotations.Nullable;

/**
 * Where the admin listener is, and what it asks for.
 *
 * @param host the address to listen on: without a token a loopback one
 * @param port 0 for any free one
 * @param token what requests must show; null for none
 */
public record AdminSettings(String host, int port, @Nullable String token) {

    /** Leaves the token out. */
    @Override
    public String toString() {
        return host + ":" + port + (token == null ? "" : " with a token");
    }
}
