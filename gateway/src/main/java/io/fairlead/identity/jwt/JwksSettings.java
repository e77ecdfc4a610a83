package io.fairlead.identity.jwt;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where an issuer publishes its keys (RFC 7517 section 5), and how they are kept here.
 *
 * @param url where the key set is fetched; a safe one
 * @param refresh how long a key set counts as fresh: it is fetched anew then, in the background
 * @param keep how long a key set serves after it was fetched, while a newer one cannot be had
 * @param timeout how long one fetch may take, from the connection to the last byte
 * @param maxBytes how large a key set may be
 * @param pause how long after one fetch the next may begin that an unknown key asks for
 * @param trusted certificates of authorities to trust, as PEM; null for those that Java trusts
 */
public record JwksSettings(
        URI url,
        Duration refresh,
        Duration keep,
        Duration timeout,
        int maxBytes,
        Duration pause,
        @Nullable String trusted)
        implements KeyOrigin {

    /** Settings for which nothing was configured but where the key set is. */
    public static JwksSettings of(URI url) {
        return new JwksSettings(
                url,
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                Duration.ofSeconds(5),
                256 * 1024,
                Duration.ofSeconds(5),
                null);
    }

    /** Leaves out what might hold a secret of the URL. */
    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getAuthority() + url.getPath();
    }
}
