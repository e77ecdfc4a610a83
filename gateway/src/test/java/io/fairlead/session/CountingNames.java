package io.fairlead.session;

import io.fairlead.identity.ClientNames;
import org.jspecify.annotations.Nullable;

/** Client names that count up: {@code c1}, {@code c2}; the secret of {@code c1} is {@code s-c1}. */
final class CountingNames implements ClientNames {

    private int issued;

    @Override
    public String issue() {
        return "c" + ++issued;
    }

    @Override
    public String secretOf(String client) {
        return "s-" + client;
    }

    @Override
    public boolean proves(String client, @Nullable String secret) {
        return secretOf(client).equals(secret);
    }
}
