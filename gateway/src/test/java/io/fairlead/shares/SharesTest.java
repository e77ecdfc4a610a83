package io.fairlead.shares;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.Identity;
import io.fairlead.metrics.Meters;
import io.fairlead.session.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharesTest {

    private static final ShareSettings SETTINGS = new ShareSettings(
            20,
            5,
            3,
            100,
            10,
            8,
            1_000,
            1_000,
            new ShareSettings.Bans(100, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofHours(1)));
    private static final SocketAddress EXEMPT = address("127.0.0.1");
    private static final SocketAddress ONE = address("192.0.2.1");
    private static final SocketAddress OTHER = address("192.0.2.2");

    private final List<Ban> bans = new ArrayList<>();
    private final Meters meters = Meters.inMemory(2);
    private long now = 7;
    private final Shares shares = new Shares(SETTINGS, 2, EXEMPT::equals, () -> now, meters, bans::add);

    private static SocketAddress address(String ip) {
        try {
            return new InetSocketAddress(InetAddress.getByName(ip), 4711);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Identity user(String name) {
        return new Identity(name, Set.of(), Map.of(), null, null);
    }

    private List<@Nullable Visit> arrive(SocketAddress from, int count) {
        return Stream.generate(() -> shares.arrive(from, false)).limit(count).toList();
    }

    private Visit taken(SocketAddress from) {
        Visit visit = Objects.requireNonNull(shares.arrive(from, false));
        assertThat(visit.turnedAway()).isNull();
        return visit;
    }

    private long limited(Limit limit) {
        return meters.limit(limit.key()).sum();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    // ---- Addresses

    @Test
    void addressWithAllItMayHave_isToldSo_andThenCutOff() {
        for (int i = 0; i < 5; i++) {
            taken(ONE);
        }
        List<Visit> more =
                Stream.generate(() -> shares.arrive(ONE, false)).limit(8).toList();

        assertThat(more).allSatisfy(visit -> {
            Turnaway why = Objects.requireNonNull(visit.turnedAway());
            assertThat(why.limit()).isEqualTo(Limit.ADDRESS);
            assertThat(why.reason()).isEqualTo(Reason.OVERLOADED);
            assertThat(why.retryAfterMillis()).isPositive();
            assertThat(why.why()).contains("(5)");
        });
        assertThat(shares.arrive(ONE, false)).isNull();
        assertThat(limited(Limit.ADDRESS)).isEqualTo(9);
    }

    @Test
    void oneAddressIsFull_othersAreTaken() {
        arrive(ONE, 30);

        taken(OTHER);
    }

    @Test
    void placeGivenBack_isTakenAgain_andOnlyOnce() {
        Visit first = taken(ONE);
        for (int i = 0; i < 4; i++) {
            taken(ONE);
        }
        first.end();
        first.end();
        taken(ONE);

        assertThat(shares.arrive(ONE, false)).extracting(Visit::turnedAway).isNotNull();
    }

    @Test
    void tooFastConnects_areCutOff_untilTimeHasPassed() {
        for (int i = 0; i < 50; i++) {
            taken(ONE).end();
        }
        assertThat(shares.arrive(ONE, false)).isNull();
        pass(Duration.ofMillis(100));
        taken(ONE).end();

        assertThat(shares.arrive(ONE, false)).isNull();
        assertThat(limited(Limit.ADDRESS_RATE)).isEqualTo(2);
    }

    @Test
    void addressThatKeepsConnectingTooFast_isBanned_andToldWhenItEnds() {
        arrive(ONE, 1).forEach(visit -> end(visit));
        for (int i = 0; i < 200; i++) {
            end(shares.arrive(ONE, false));
        }
        assertThat(bans).singleElement().extracting(Ban::who).isEqualTo("address 192.0.2.1");

        pass(Duration.ofSeconds(10));
        Visit told = Objects.requireNonNull(shares.arrive(ONE, false));
        Turnaway why = Objects.requireNonNull(told.turnedAway());
        assertThat(why.reason()).isEqualTo(Reason.BANNED);
        assertThat(why.retryAfterMillis()).isBetween(50_000L, 57_000L);
        pass(Duration.ofSeconds(51));
        taken(ONE);
    }

    private static void end(@Nullable Visit visit) {
        if (visit != null) {
            visit.end();
        }
    }

    @Test
    void addressWithGoodClients_isNotBannedForAFewBadOnes() {
        Visit good = taken(ONE);
        good.admit(user("alice"), false);
        Visit bad = taken(ONE);
        for (int i = 0; i < 200; i++) {
            bad.note(Violation.REJECTED);
        }
        assertThat(bans).isEmpty();

        good.end();
        bad.note(Violation.REJECTED);
        assertThat(bans).hasSize(1);
    }

    @Test
    void exemptAddress_hasWhatTheNodeHas_andIsNeverBanned() {
        List<Visit> all = Stream.generate(() -> taken(EXEMPT)).limit(20).toList();
        all.forEach(visit -> {
            for (int i = 0; i < 100; i++) {
                visit.note(Violation.RATE);
            }
        });

        assertThat(bans).isEmpty();
        assertThat(shares.arrive(EXEMPT, false)).extracting(Visit::turnedAway).isNotNull();
    }

    @Test
    void floodOfAddresses_staysWithinBounds() {
        Random random = new Random(1);
        byte[] ip = new byte[16];
        for (int i = 0; i < 300_000; i++) {
            random.nextBytes(ip);
            ip[0] = 0x20;
            try {
                end(shares.arrive(new InetSocketAddress(InetAddress.getByAddress(ip), 1), false));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }

        assertThat(shares.knownAddresses()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void addressThatWasSeldomHere_isForgottenWhenItLeaves() {
        Visit visit = taken(ONE);
        pass(Duration.ofSeconds(1));
        visit.end();

        assertThat(shares.knownAddresses()).isZero();
    }

    // ---- Proxies

    @Test
    void connectionsOfAProxy_countForWhomItTells() {
        List<Visit> visits =
                Stream.generate(() -> shares.arrive(ONE, true)).limit(7).toList();
        visits.forEach(visit -> visit.comesFrom(OTHER));

        assertThat(visits.subList(0, 5)).allMatch(visit -> visit.turnedAway() == null);
        assertThat(visits.subList(5, 7))
                .allSatisfy(visit -> assertThat(visit.turnedAway())
                        .extracting(Turnaway::limit)
                        .isEqualTo(Limit.ADDRESS));
        visits.forEach(Visit::end);
        for (int i = 0; i < 5; i++) {
            taken(OTHER);
        }
    }

    @Test
    void addressToldByNoProxy_orToldTwice_changesNothing() {
        Visit direct = taken(ONE);
        direct.comesFrom(OTHER);
        Visit proxied = Objects.requireNonNull(shares.arrive(EXEMPT, true));
        proxied.comesFrom(ONE);
        proxied.comesFrom(OTHER);
        direct.end();
        proxied.end();
        pass(Duration.ofSeconds(10));

        for (int i = 0; i < 5; i++) {
            taken(OTHER);
            taken(ONE);
        }
    }

    // ---- Users

    @Test
    void userWithAllItMayHave_isRefused_whateverItsAddress() {
        for (int i = 0; i < 3; i++) {
            assertThat(taken(i == 0 ? EXEMPT : ONE).admit(user("alice"), false)).isNull();
        }
        Visit fourth = taken(OTHER);

        assertThat(fourth.admit(user("alice"), false))
                .isNotNull()
                .extracting(Turnaway::limit)
                .isEqualTo(Limit.USER);
        assertThat(taken(OTHER).admit(user("bob"), false)).isNull();
        assertThat(taken(OTHER).admit(Identity.ANONYMOUS, false)).isNull();
    }

    @Test
    void connectionThatTakesAnothersPlace_isTakenAtTheLimit() {
        List<Visit> three = Stream.generate(() -> taken(OTHER)).limit(3).toList();
        three.forEach(visit -> visit.admit(user("alice"), false));
        Visit newer = taken(ONE);

        assertThat(newer.admit(user("alice"), true)).isNull();
        three.get(0).end();
        assertThat(taken(ONE).admit(user("alice"), false)).isNotNull();
        newer.end();
        assertThat(taken(ONE).admit(user("alice"), false)).isNull();
    }

    @Test
    void refusedUser_givesNothingBackThatItNeverHad() {
        List<Visit> three = Stream.generate(() -> taken(OTHER)).limit(3).toList();
        three.forEach(visit -> visit.admit(user("alice"), false));
        Visit fourth = taken(ONE);
        fourth.admit(user("alice"), false);
        fourth.end();

        assertThat(taken(ONE).admit(user("alice"), false)).isNotNull();
    }

    @Test
    void userThatMisbehaves_isBannedFromEverywhere() {
        Visit visit = taken(EXEMPT);
        visit.admit(user("alice"), false);
        for (int i = 0; i < 5; i++) {
            visit.note(Violation.RATE);
        }

        assertThat(bans).singleElement().extracting(Ban::who).isEqualTo("user alice");
        assertThat(taken(ONE).admit(user("alice"), false))
                .isNotNull()
                .extracting(Turnaway::reason)
                .isEqualTo(Reason.BANNED);
        assertThat(shares.lift("user alice")).isTrue();
        assertThat(taken(ONE).admit(user("alice"), false)).isNull();
    }

    // ---- The node

    @Test
    void fullNode_tellsAFew_andCutsOffTheRest() {
        List<Visit> all = Stream.generate(() -> taken(EXEMPT)).limit(20).toList();
        List<@Nullable Visit> more = arrive(EXEMPT, 150);

        assertThat(more.stream().filter(visit -> visit != null).count()).isEqualTo(128);
        assertThat(shares.isFull()).isTrue();
        all.get(3).end();
        assertThat(shares.isFull()).isFalse();
        taken(ONE);
    }

    @Test
    void filesRunOut_nobodyIsTaken_untilThereAreSome() {
        shares.spareFiles(4);
        taken(ONE);
        taken(ONE);

        assertThat(shares.arrive(ONE, false)).extracting(Visit::turnedAway).isNotNull();
        shares.spareFiles(1_000);
        taken(ONE);
    }

    @Test
    void fasterThanTheNodeAccepts_isToWait() {
        for (int i = 0; i < 100; i++) {
            assertThat(shares.pause()).isZero();
            end(shares.arrive(address("198.51.100." + i), false));
        }

        assertThat(shares.pause()).isBetween(Duration.ofMillis(9), Duration.ofMillis(11));
        pass(Duration.ofMillis(10));
        assertThat(shares.pause()).isZero();
    }

    @Test
    void exemptConnects_costNothing() {
        for (int i = 0; i < 1_000; i++) {
            end(shares.arrive(EXEMPT, false));
        }

        assertThat(shares.pause()).isZero();
    }
}
