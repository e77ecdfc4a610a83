package io.fairlead.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PublishedKeysTest extends IssuerAndGateway {

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
        with(bounded(Duration.ofMinutes(5), Duration.ofMinutes(20), Duration.ofMinutes(1), Duration.ofSeconds(5)));
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
        assertThat(waiting).allSatisfy(IssuerAndGateway::assertVerified);
        assertThat(shows(STRANGE.token("mallory"))).isNotDone();
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
