package io.fairlead.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;

/** A gateway that trusts an issuer, whose time the test moves. */
abstract class IssuerAndGateway {

    static final Issuer.Key OLD = Issuer.Key.of("old");
    static final Issuer.Key NEW = Issuer.Key.of("new");
    static final Issuer.Key STRANGE = Issuer.Key.of("strange");

    final Issuer issuer = new Issuer();
    final ManualTimer timer = new ManualTimer();
    JwksSettings settings =
            bounded(Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofMinutes(1), Duration.ofSeconds(5));
    PublishedKeys keys = new PublishedKeys(settings, timer);
    JwtAuthenticator authenticator = authenticator();

    @AfterEach
    void close() {
        authenticator.close();
        issuer.close();
    }

    JwtAuthenticator authenticator() {
        return new JwtAuthenticator(
                JwtSettings.of(settings, false), InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")), keys);
    }

    /** Settings; fetches are given long, since a machine that runs tests may be busy. */
    JwksSettings bounded(Duration refresh, Duration keep, Duration timeout, Duration pause) {
        return new JwksSettings(issuer.url(), refresh, keep, timeout, 100_000, pause, null);
    }

    void with(JwksSettings other) {
        settings = other;
        keys = new PublishedKeys(other, timer);
        authenticator = authenticator();
    }

    /** The gateway runs, and has these keys of its issuer. */
    void started(Issuer.Key... published) {
        issuer.publish(published);
        authenticator.start();
        settle();
        assertThat(keys.fetches()).isEqualTo(new PublishedKeys.Fetches(1, 1, 0));
    }

    /** Returns when all that is due is done, fetches included. */
    void settle() {
        timer.settle();
        if (keys.fetches().isOneUnderWay()) {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> !keys.fetches().isOneUnderWay());
            timer.settle();
        }
    }

    void passes(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 1_000) {
            timer.passes(Math.min(1_000, left));
            settle();
        }
    }

    CompletableFuture<AuthOutcome> shows(String token) {
        CompletableFuture<AuthOutcome> outcome = new CompletableFuture<>();
        authenticator.authenticate(Evidence.ofToken(token), outcome::complete);
        return outcome;
    }

    /** What a client is told that did not have to wait. */
    AuthOutcome atOnce(String token) {
        return shows(token).getNow(new AuthOutcome.Rejected("not told at once"));
    }

    static void assertVerified(CompletableFuture<AuthOutcome> outcome) {
        assertThat(outcome).isCompletedWithValueMatching(AuthOutcome.Verified.class::isInstance);
    }

    static AuthOutcome.Unavailable unavailable(CompletableFuture<AuthOutcome> outcome) {
        assertThat(outcome).isCompletedWithValueMatching(AuthOutcome.Unavailable.class::isInstance);
        return (AuthOutcome.Unavailable) outcome.join();
    }
}
