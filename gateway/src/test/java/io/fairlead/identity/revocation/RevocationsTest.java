package io.fairlead.identity.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import io.fairlead.identity.revocation.Revocations.News;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevocationsTest {

    private static final Instant START = Instant.parse("2026-11-21T12:00:00.500Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private Instant now = START;
    private final Revocations revocations = new Revocations(() -> now, 3);

    private static Identity issued(@Nullable String user, @Nullable Number iat, @Nullable String tokenId) {
        return new Identity(user, Set.of(), iat == null ? Map.of() : Map.of("iat", iat), null, tokenId);
    }

    private String verdict(Identity identity, @Nullable String client) {
        return revocations
                .check(new AuthOutcome.Verified(identity), client)
                .getClass()
                .getSimpleName();
    }

    private void revoke(Subject subject) {
        assertThat(revocations.put(revocations.begin(subject, HOUR))).isEqualTo(News.NEW);
    }

    private static long second(Instant at) {
        return at.getEpochSecond();
    }

    @Test
    void user_voidsWhatWasIssuedBefore_andNothingElse() {
        revoke(Subject.ofUser("alice"));

        assertThat(verdict(issued("alice", second(START) - 1, null), "tab")).isEqualTo("Rejected");
        assertThat(verdict(issued("alice", second(START), null), null)).isEqualTo("Rejected");
        assertThat(verdict(issued("alice", second(START) + 1, null), "tab")).isEqualTo("Verified");
        assertThat(verdict(issued("bob", second(START) - 1, null), "tab")).isEqualTo("Verified");
        assertThat(verdict(Identity.ANONYMOUS, "alice")).isEqualTo("Verified");
    }

    @Test
    void fractionOfASecond_counts() {
        revoke(Subject.ofUser("alice"));

        double start = START.toEpochMilli() / 1000.0;
        assertThat(verdict(issued("alice", start - 0.001, null), null)).isEqualTo("Rejected");
        assertThat(verdict(issued("alice", start, null), null)).isEqualTo("Verified");
    }

    @Test
    void credentialsThatDoNotSayWhenTheyWereIssued_areVoidAsLongAsItLasts() {
        revoke(Subject.ofUser("alice"));

        assertThat(verdict(issued("alice", null, null), null)).isEqualTo("Rejected");
        assertThat(verdict(issued("alice", Double.NaN, null), null)).isEqualTo("Rejected");
        now = START.plus(HOUR);
        assertThat(verdict(issued("alice", null, null), null)).isEqualTo("Verified");
    }

    @Test
    void client_voidsThatOfThisUserOnly() {
        revoke(Subject.ofClient("alice", "tab"));

        assertThat(verdict(issued("alice", 1, null), "tab")).isEqualTo("Rejected");
        assertThat(verdict(issued("alice", 1, null), "phone")).isEqualTo("Verified");
        assertThat(verdict(issued("alice", 1, null), null)).isEqualTo("Verified");
        assertThat(verdict(issued("bob", 1, null), "tab")).isEqualTo("Verified");
        assertThat(verdict(Identity.ANONYMOUS, "tab")).isEqualTo("Verified");
    }

    @Test
    void anonymousClient_isVoidedByName() {
        revoke(Subject.ofClient(null, "tab"));

        assertThat(verdict(Identity.ANONYMOUS, "tab")).isEqualTo("Rejected");
        assertThat(verdict(Identity.ANONYMOUS, "other")).isEqualTo("Verified");
        assertThat(verdict(issued("alice", 1, null), "tab")).isEqualTo("Verified");
    }

    @Test
    void token_isExpired_whenverItWasIssued() {
        revoke(Subject.ofToken("t-1"));

        assertThat(verdict(issued("alice", second(START) + 60, "t-1"), null)).isEqualTo("Expired");
        assertThat(verdict(issued("alice", 1, "t-2"), null)).isEqualTo("Verified");
        assertThat(verdict(issued("t-1", 1, null), "t-1")).isEqualTo("Verified");
    }

    @Test
    void namesThatNobodyCouldRevoke_doNoHarm() {
        revoke(Subject.ofUser("alice"));

        assertThat(verdict(issued("x".repeat(5_000), 1, "y".repeat(5_000)), "z\n".repeat(5_000)))
                .isEqualTo("Verified");
        assertThat(verdict(Identity.ANONYMOUS, "")).isEqualTo("Verified");
    }

    @Test
    void failedOutcome_staysWhatItIs() {
        revoke(Subject.ofUser("alice"));
        AuthOutcome failed = new AuthOutcome.Rejected("no");
        assertThat(revocations.check(failed, "tab")).isSameAs(failed);
    }

    @Test
    void lifted_countsNoMore_andAnEarlierWordDoesNotBringItBack() {
        Revocation first = revocations.begin(Subject.ofUser("alice"), HOUR);
        revocations.put(first);
        Revocation lifted = revocations.lift(first);

        assertThat(lifted.at()).isAfter(first.at());
        assertThat(revocations.put(lifted)).isEqualTo(News.NEW);
        assertThat(revocations.put(first)).isEqualTo(News.OUTDATED);
        assertThat(revocations.put(lifted)).isEqualTo(News.KNOWN);
        assertThat(revocations.inForce()).isEmpty();
        assertThat(verdict(issued("alice", 1, null), null)).isEqualTo("Verified");
    }

    @Test
    void nodeWhoseClockIsAhead_isOutdoneByTheNextWord() {
        Instant later = now.plusSeconds(30);
        revocations.put(new Revocation(Subject.ofUser("alice"), later, later, now.plus(HOUR)));

        Revocation next = revocations.begin(Subject.ofUser("alice"), HOUR);

        assertThat(revocations.put(next)).isEqualTo(News.NEW);
    }

    @Test
    void full_takesNoFurtherSubject_butLaterWordsOfThoseItHas() {
        revoke(Subject.ofUser("a"));
        revoke(Subject.ofUser("b"));
        revoke(Subject.ofUser("c"));

        assertThat(revocations.hasRoomFor(Subject.ofUser("d"))).isFalse();
        assertThat(revocations.put(revocations.begin(Subject.ofUser("d"), HOUR)))
                .isEqualTo(News.FULL);
        assertThat(revocations.hasRoomFor(Subject.ofUser("a"))).isTrue();
        assertThat(revocations.put(revocations.begin(Subject.ofUser("a"), HOUR.multipliedBy(2))))
                .isEqualTo(News.NEW);
    }

    @Test
    void over_isForgottenAfterAWhile_andMakesRoom() {
        revoke(Subject.ofUser("a"));
        now = START.plus(HOUR);
        assertThat(revocations.forgetOver()).isEmpty();
        assertThat(revocations.count()).isZero();
        assertThat(revocations.find(Subject.ofUser("a").id())).isEmpty();

        now = START.plus(HOUR).plus(Revocations.GRACE);

        assertThat(revocations.forgetOver()).extracting(Revocation::subject).containsExactly(Subject.ofUser("a"));
        assertThat(revocations.all()).isEmpty();
    }

    @Test
    void wordThatIsOverOrLastsTooLong_isNotTaken() {
        assertThat(revocations.put(word(START.minus(HOUR), START.minus(HOUR)))).isEqualTo(News.OVER);
        assertThat(revocations.put(word(START, START.plus(Revocations.LONGEST).plus(HOUR))))
                .isEqualTo(News.TOO_LONG);
    }

    private static Revocation word(Instant at, Instant until) {
        return new Revocation(Subject.ofUser("a"), at, until, until);
    }

    @Test
    void shorterWordAfterALongerOne_isRememberedAsLong_soThatTheLongerOneDoesNotComeBack() {
        Revocation longer = revocations.begin(Subject.ofUser("alice"), HOUR.multipliedBy(3));
        revocations.put(longer);
        now = now.plusSeconds(1);
        revoke(Subject.ofUser("alice"));
        now = now.plus(HOUR.multipliedBy(2));
        revocations.forgetOver();

        assertThat(revocations.count()).isZero();
        assertThat(revocations.put(longer)).isEqualTo(News.OUTDATED);
        assertThat(revocations.count()).isZero();
    }

    @Test
    void subject_isOneOfFour_andItsIdNoOthers() {
        assertThatThrownBy(() -> Subject.of(null, null, null)).hasMessageContaining("name a user");
        assertThatThrownBy(() -> Subject.of("a", null, "t")).hasMessageContaining("name a user");
        assertThatThrownBy(() -> Subject.of("", null, null)).hasMessageContaining("1 to 1024 bytes");
        assertThatThrownBy(() -> Subject.of("a\nb", null, null)).hasMessageContaining("control character");
        assertThat(Set.of(
                        Subject.of("a", null, null).id(),
                        Subject.of(null, "a", null).id(),
                        Subject.of(null, null, "a").id(),
                        Subject.of("a", "b", null).id(),
                        Subject.of("ab", null, null).id()))
                .hasSize(5)
                .allMatch(id -> id.matches("[0-9a-f]{32}"));
    }
}
