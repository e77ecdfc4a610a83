package io.fairlead.shares;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.metrics.Meters;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is ended to make room for others: silent connections, and those for whom most waits. */
class LobbyTest {

    private static final ShareSettings SETTINGS = new ShareSettings(
            20,
            0,
            0,
            0,
            0,
            8,
            1_000,
            1_000,
            new ShareSettings.Bans(0, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofHours(1)));
    private static final SocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);

    private final Meters meters = Meters.inMemory(2);
    private final Shares shares = new Shares(SETTINGS, 2, address -> true, () -> 0, meters, ban -> {});

    private Visit taken() {
        Visit visit = Objects.requireNonNull(shares.arrive(ANYWHERE, false));
        assertThat(visit.turnedAway()).isNull();
        return visit;
    }

    private static final class Seat implements Visit.Holder {
        final List<Turnaway> shed = new ArrayList<>();
        long pending;

        @Override
        public long pendingBytes() {
            return pending;
        }

        @Override
        public void shed(Turnaway why) {
            shed.add(why);
        }
    }

    private Seat seat(Visit visit) {
        Seat seat = new Seat();
        shares.lobby(0).enter(visit, seat);
        return seat;
    }

    @Test
    void oneSilentTooMany_theEldestGoes_andTheOthersStay() {
        List<Visit> visits = Stream.generate(() -> taken()).limit(5).toList();
        List<Seat> seats = visits.stream().map(this::seat).toList();

        assertThat(seats.get(0).shed)
                .singleElement()
                .satisfies(why -> assertThat(why.limit()).isEqualTo(Limit.UNAUTHENTICATED));
        assertThat(seats.subList(1, 5)).allMatch(seat -> seat.shed.isEmpty());
        assertThat(meters.limit("unauthenticated").sum()).isEqualTo(1);
    }

    @Test
    void whoHasShownWhoItIs_isNeverInTheWay() {
        Visit first = taken();
        Seat seat = seat(first);
        first.shows();
        for (int i = 0; i < 10; i++) {
            seat(taken());
        }

        assertThat(seat.shed).isEmpty();
    }

    @Test
    void visitsThatEnd_leaveNoTrace() {
        Random random = new Random(3);
        List<Visit> open = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            if (open.size() < 15 && random.nextBoolean()) {
                Visit visit = taken();
                seat(visit).pending = 1;
                if (random.nextBoolean()) {
                    visit.shows();
                }
                open.add(visit);
            } else if (!open.isEmpty()) {
                open.remove(random.nextInt(open.size())).end();
            }
            assertThat(shares.lobby(0).size()).isEqualTo(open.size());
        }
        open.forEach(Visit::end);

        assertThat(shares.lobby(0).size()).isZero();
        assertThat(shares.lobby(0).waitingBytes()).isZero();
    }

    // ---- Memory

    @Test
    void relief_endsThoseForWhomMostWaits() {
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Visit visit = taken();
            Seat seat = seat(visit);
            seat.pending = i * 100L;
            visit.keeps(i == 0 ? 150 : 0);
            seats.add(seat);
        }
        assertThat(shares.lobby(0).waitingBytes()).isEqualTo(750);
        shares.lobby(0).relieve(400);

        assertThat(seats).extracting(seat -> seat.shed.size()).containsExactly(0, 0, 1, 1);
        assertThat(shares.lobby(0).waitingBytes()).isEqualTo(250);
    }

    @Test
    void muchWaits_nobodyNewIsTaken_untilItIsHalf() {
        assertThat(shares.memory().look(700, 2_000)).isZero();
        taken();
        shares.memory().look(760, 2_000);
        assertThat(shares.arrive(ANYWHERE, false))
                .extracting(Visit::turnedAway)
                .extracting("limit")
                .isEqualTo(Limit.OUTBOUND);
        shares.memory().look(600, 2_000);
        assertThat(shares.isFull()).isTrue();
        shares.memory().look(499, 2_000);

        taken();
    }

    @Test
    void moreThanTheBoundTwiceInARow_isToGo() {
        assertThat(shares.memory().look(1_500, 2_000)).isZero();
        assertThat(shares.memory().look(1_500, 2_000)).isEqualTo(750);
        assertThat(shares.memory().look(900, 2_000)).isZero();
        assertThat(shares.memory().look(1_500, 2_000)).isZero();
    }

    @Test
    void whatManyShare_isNoMoreThanTheMemoryItTakes() {
        shares.memory().look(1_000_000, 400);
        shares.memory().look(1_000_000, 400);

        assertThat(shares.isFull()).isFalse();
        assertThat(shares.memory().waiting()).isEqualTo(400);
    }
}
