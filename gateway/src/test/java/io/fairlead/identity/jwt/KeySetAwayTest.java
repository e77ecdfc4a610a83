package io.fairlead.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.identity.AuthOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The issuer cannot be asked, or says what is no key set. */
class KeySetAwayTest extends IssuerAndGateway {

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
        with(bounded(Duration.ofMinutes(5), Duration.ofMinutes(20), Duration.ofMinutes(1), Duration.ofSeconds(5)));
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
    void pause_longer_than_anybody_waits_is_told_at_once() {
        with(bounded(Duration.ofHours(1), Duration.ofHours(2), Duration.ofMinutes(1), Duration.ofMinutes(1)));
        started(OLD);
        passes(Duration.ofSeconds(10));

        CompletableFuture<AuthOutcome> outcome = shows(NEW.token("alice"));
        settle();

        assertThat(unavailable(outcome).retryAfterMillis()).isEqualTo(50_000);
        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void source_that_does_not_answer_is_given_up_after_the_timeout() {
        with(bounded(Duration.ofHours(1), Duration.ofHours(2), Duration.ofMillis(200), Duration.ofSeconds(5)));
        issuer.hesitates();
        authenticator.start();
        CompletableFuture<AuthOutcome> outcome = shows(OLD.token("alice"));
        settle();

        assertThat(unavailable(outcome).why()).contains("cannot be fetched");
    }

    @Test
    void token_waits_no_longer_than_clients_do_although_the_fetch_takes_longer() {
        with(bounded(Duration.ofHours(1), Duration.ofHours(2), Duration.ofMinutes(1), Duration.ofSeconds(5)));
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
}
