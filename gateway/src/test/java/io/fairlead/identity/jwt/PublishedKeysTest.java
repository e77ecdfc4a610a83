package io.fairlead.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedKeysTest {

    private static final Issuer.Key OLD = Issuer.Key.of("old");
    private static final Issuer.Key NEW = Issuer.Key.of("new");
    private static final Issuer.Key STRANGE = Issuer.Key.of("strange");

    private final Issuer issuer = new Issuer();
    private final ManualTimer timer = new ManualTimer();
    private JwksSettings settings = JwksSettings.of(issuer.url());
    private PublishedKeys keys = new PublishedKeys(settings, timer);
    private JwtAuthenticator authenticator = authenticator();

    @AfterEach
    void close() {
        authenticator.close();
        issuer.close();
    }

    private JwtAuthenticator authenticator() {
        return new JwtAuthenticator(
                JwtSettings.of(settings, false), InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")), keys);
    }

    private void with(JwksSettings other) {
        settings = other;
        keys = new PublishedKeys(other, timer);
        authenticator = authenticator();
    }

    /** The gateway runs, and has these keys of its issuer. */
    private void started(Issuer.Key... published) {
        issuer.publish(published);
        authenticator.start();
        settle();
        assertThat(keys.fetches()).isEqualTo(new PublishedKeys.Fetches(1, 1, 0));
    }

    /** Returns when all that is due is done, fetches included. */
    private void settle() {
        timer.settle();
        if (keys.fetches().isOneUnderWay()) {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> !keys.fetches().isOneUnderWay());
            timer.settle();
        }
    }

    private void passes(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 1_000) {
            timer.passes(Math.min(1_000, left));
            settle();
        }
    }

    private CompletableFuture<AuthOutcome> shows(String token) {
        CompletableFuture<AuthOutcome> outcome = new CompletableFuture<>();
        authenticator.authenticate(Evidence.ofToken(token), outcome::complete);
        return outcome;
    }

    /** What a client is told that did not have to wait. */
    private AuthOutcome atOnce(String token) {
        return shows(token).getNow(new AuthOutcome.Rejected("not told at once"));
    }

    private static void assertVerified(CompletableFuture<AuthOutcome> outcome) {
        assertThat(outcome).isCompletedWithValueMatching(AuthOutcome.Verified.class::isInstance);
    }

    private static AuthOutcome.Unavailable unavailable(CompletableFuture<AuthOutcome> outcome) {
        assertThat(outcome).isCompletedWithValueMatching(AuthOutcome.Unavailable.class::isInstance);
        return (AuthOutcome.Unavailable) outcome.join();
    }

    @Test
    void known_key_is_judged_at_once_on_the_calling_thread() {
        started(OLD);
        List<Thread> threads = new ArrayList<>();

        authenticator.authenticate(
                Evidence.ofToken(OLD.token("alice")), outcome -> threads.add(Thread.currentThread()));

        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(atOnce(OLD.token("alice"))).isInstanceOf(AuthOutcome.Verified.class);
        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void rotation_fails_no_connect() {
        started(OLD);
        passes(Duration.ofSeconds(10));
        issuer.publish(OLD, NEW);

        CompletableFuture<AuthOutcome> first = shows(NEW.token("alice"));
        assertThat(first).isNotDone();
        settle();

        assertVerified(first);
        assertThat(atOnce(NEW.token("bob"))).isInstanceOf(AuthOutcome.Verified.class);
        assertThat(atOnce(OLD.token("carol"))).isInstanceOf(AuthOutcome.Verified.class);
        assertThat(issuer.asked()).isEqualTo(2);
    }

    @Test
    void rotation_is_seen_in_the_background_before_anybody_asks() {
        started(OLD);
        issuer.publish(NEW);
        passes(Duration.ofMinutes(5));

        assertThat(atOnce(NEW.token("alice"))).isInstanceOf(AuthOutcome.Verified.class);
        assertThat(issuer.asked()).isEqualTo(2);
    }

    @Test
    void key_that_is_published_no_more_is_refused() {
        started(OLD);
        issuer.publish(NEW);
        passes(Duration.ofMinutes(5).plusSeconds(10));

        CompletableFuture<AuthOutcome> outcome = shows(OLD.token("alice"));
        settle();

        assertThat(outcome)
                .isCompletedWithValue(new AuthOutcome.Rejected(
                        "the token is signed with a key (kid) that its issuer does not publish"));
    }

    @Test
    void rotation_right_after_a_strangers_token_waits_for_the_pause_and_succeeds() {
        started(OLD);
        passes(Duration.ofSeconds(10));
        CompletableFuture<AuthOutcome> stranger = shows(STRANGE.token("mallory"));
        settle();
        assertThat(stranger).isCompletedWithValueMatching(AuthOutcome.Rejected.class::isInstance);
        issuer.publish(OLD, NEW);

        CompletableFuture<AuthOutcome> first = shows(NEW.token("alice"));
        passes(Duration.ofSeconds(4));
        assertThat(first).isNotDone();
        passes(Duration.ofSeconds(1));

        assertVerified(first);
        assertThat(issuer.asked()).isEqualTo(3);
    }

    @Test
    void rotation_during_a_fetch_is_found_by_the_next() {
        started(OLD);
        issuer.hesitates();
        timer.passes(Duration.ofMinutes(5).toMillis());
        await().until(() -> issuer.asked() == 2);
        CompletableFuture<AuthOutcome> first = shows(NEW.token("alice"));
        timer.settle();
        issuer.publish(OLD, NEW);
        issuer.answers();
        settle();
        assertThat(first).isNotDone();
        passes(Duration.ofSeconds(5));

        assertVerified(first);
    }

    @Test
    void source_away_for_ten_minutes_fails_no_connect_of_a_known_key() {
        started(OLD);
        issuer.says(503, "");
        for (int second = 0; second < 600; second++) {
            passes(Duration.ofSeconds(1));
            assertThat(atOnce(OLD.token("alice"))).isInstanceOf(AuthOutcome.Verified.class);
        }
        assertThat(keys.fetches().failed()).isBetween(5L, 20L);

        issuer.publish(NEW);
        passes(Duration.ofMinutes(1));
        assertThat(atOnce(NEW.token("alice"))).isInstanceOf(AuthOutcome.Verified.class);
    }

    @Test
    void source_gone_for_ten_minutes_tells_tokens_of_unknown_keys_to_come_back() {
        started(OLD);
        passes(Duration.ofSeconds(10));
        issuer.close();

        CompletableFuture<AuthOutcome> outcome = shows(NEW.token("alice"));
        settle();

        AuthOutcome.Unavailable unavailable = unavailable(outcome);
        assertThat(unavailable.why()).contains("key set cannot be fetched", "come back");
        assertThat(unavailable.retryAfterMillis()).isBetween(1_000L, 60_000L);
        assertThat(unavailable.why()).doesNotContain("127.0.0.1");
        assertThat(atOnce(OLD.token("alice"))).isInstanceOf(AuthOutcome.Verified.class);
    }

    @Test
    void keys_past_their_time_serve_no_more_until_the_source_returns() {
        with(new JwksSettings(
                issuer.url(),
                Duration.ofMinutes(5),
                Duration.ofMinutes(20),
                Duration.ofSeconds(5),
                100_000,
                Duration.ofSeconds(5),
                null));
        started(OLD);
        issuer.says(503, "");
        passes(Duration.ofMinutes(20));
        assertThat(atOnce(OLD.token("alice"))).isInstanceOf(AuthOutcome.Verified.class);
        passes(Duration.ofSeconds(10));
        CompletableFuture<AuthOutcome> refused = shows(OLD.token("alice"));
        passes(Duration.ofSeconds(5));
        unavailable(refused);

        issuer.publish(OLD);
        passes(Duration.ofSeconds(61));
        assertThat(atOnce(OLD.token("alice"))).isInstanceOf(AuthOutcome.Verified.class);
    }

    @Test
    void start_without_the_source_tells_clients_to_come_back_and_tries_again_ever_later() {
        issuer.says(503, "");
        authenticator.start();
        settle();
        CompletableFuture<AuthOutcome> outcome = shows(OLD.token("alice"));
        passes(Duration.ofSeconds(1));

        assertThat(unavailable(outcome).retryAfterMillis()).isBetween(1_000L, 5_000L);
        passes(Duration.ofSeconds(62));
        assertThat(keys.fetches()).isEqualTo(new PublishedKeys.Fetches(7, 0, 7));

        issuer.publish(OLD);
        passes(Duration.ofSeconds(60));
        assertThat(atOnce(OLD.token("alice"))).isInstanceOf(AuthOutcome.Verified.class);
    }

    @Test
    void tokens_that_come_before_the_first_fetch_ends_wait_for_it() {
        issuer.publish(OLD);
        issuer.hesitates();
        authenticator.start();
        await().until(() -> issuer.asked() == 1);
        CompletableFuture<AuthOutcome> first = shows(OLD.token("alice"));
        timer.settle();
        assertThat(first).isNotDone();
        issuer.answers();
        settle();

        assertVerified(first);
        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void random_keys_cause_one_fetch_in_a_pause_and_are_all_refused() {
        started(OLD);
        List<CompletableFuture<AuthOutcome>> outcomes = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 20; i++) {
                outcomes.add(shows(new Issuer.Key("random-" + second + "-" + i, STRANGE.pair()).token("mallory")));
            }
            passes(Duration.ofSeconds(1));
        }
        passes(Duration.ofSeconds(10));

        assertThat(issuer.asked()).isBetween(10, 14);
        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(outcome).isCompletedWithValueMatching(AuthOutcome.Rejected.class::isInstance));
    }

    @Test
    void tokens_past_the_bound_are_told_to_come_back_and_the_others_still_wait() {
        with(new JwksSettings(
                issuer.url(),
                Duration.ofMinutes(5),
                Duration.ofMinutes(20),
                Duration.ofMinutes(1),
                100_000,
                Duration.ofSeconds(5),
                null));
        started(OLD);
        issuer.publish(OLD, NEW);
        issuer.hesitates();
        passes(Duration.ofSeconds(10).minusMillis(1));
        List<CompletableFuture<AuthOutcome>> waiting = new ArrayList<>();
        String large = NEW.token("x".repeat(5_000));
        CompletableFuture<AuthOutcome> next = shows(large);
        while (!next.isDone()) {
            waiting.add(next);
            next = shows(large);
        }

        assertThat(unavailable(next).why()).contains("too many tokens wait");
        assertThat(waiting).hasSizeBetween(300, PublishedKeys.MAX_WAITING_BYTES / 6_000);
        issuer.answers();
        settle();
        assertThat(waiting).allSatisfy(PublishedKeysTest::assertVerified);
        assertThat(shows(STRANGE.token("mallory"))).isNotDone();
    }

    @Test
    void pause_longer_than_anybody_waits_is_told_at_once() {
        with(new JwksSettings(
                issuer.url(),
                Duration.ofHours(1),
                Duration.ofHours(2),
                Duration.ofSeconds(5),
                100_000,
                Duration.ofMinutes(1),
                null));
        started(OLD);
        passes(Duration.ofSeconds(10));

        CompletableFuture<AuthOutcome> outcome = shows(NEW.token("alice"));
        settle();

        assertThat(unavailable(outcome).retryAfterMillis()).isEqualTo(50_000);
        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void source_that_does_not_answer_is_given_up_after_the_timeout() {
        with(new JwksSettings(
                issuer.url(),
                Duration.ofHours(1),
                Duration.ofHours(2),
                Duration.ofMillis(200),
                100_000,
                Duration.ofSeconds(5),
                null));
        issuer.hesitates();
        authenticator.start();
        CompletableFuture<AuthOutcome> outcome = shows(OLD.token("alice"));
        settle();

        assertThat(unavailable(outcome).why()).contains("cannot be fetched");
    }

    @Test
    void token_waits_no_longer_than_clients_do_although_the_fetch_takes_longer() {
        with(new JwksSettings(
                issuer.url(),
                Duration.ofHours(1),
                Duration.ofHours(2),
                Duration.ofMinutes(1),
                100_000,
                Duration.ofSeconds(5),
                null));
        issuer.hesitates();
        authenticator.start();
        await().until(() -> issuer.asked() == 1);
        CompletableFuture<AuthOutcome> outcome = shows(OLD.token("alice"));
        timer.passes(PublishedKeys.PATIENCE_MILLIS - 1);
        assertThat(outcome).isNotDone();
        timer.passes(1);
        timer.settle();

        unavailable(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|{\"keys\":[]}",
                "302|{\"keys\":[]}",
                "200|",
                "200|<html>",
                "200|{\"keys\":{}}",
                "200|{\"keys\":[]}",
                "200|{\"keys\":[{\"kty\":\"oct\",\"kid\":\"old\",\"k\":\"AAAA\"}]}",
            })
    void answer_that_is_no_key_set_leaves_the_keys_as_they_were(int status, String body) {
        started(OLD);
        issuer.says(status, body == null ? "" : body);
        passes(Duration.ofMinutes(5));

        assertThat(keys.fetches().failed()).isEqualTo(1);
        assertThat(atOnce(OLD.token("alice"))).isInstanceOf(AuthOutcome.Verified.class);
    }

    @Test
    void answer_that_is_too_large_leaves_the_keys_as_they_were() {
        started(OLD);
        issuer.says(200, Issuer.Jwks.of(List.of(NEW.jwk())) + " ".repeat(settings.maxBytes()));
        passes(Duration.ofMinutes(5));

        assertThat(keys.fetches().failed()).isEqualTo(1);
        assertThat(atOnce(OLD.token("alice"))).isInstanceOf(AuthOutcome.Verified.class);
    }

    @Test
    void bad_signature_of_a_known_key_is_refused_at_once_and_fetches_nothing() {
        started(OLD);

        assertThat(atOnce(new Issuer.Key("old", STRANGE.pair()).token("mallory")))
                .isInstanceOfSatisfying(
                        AuthOutcome.Rejected.class,
                        rejected -> assertThat(rejected.why()).contains("signature does not hold"));
        passes(Duration.ofSeconds(30));
        assertThat(issuer.asked()).isEqualTo(1);
    }
}
