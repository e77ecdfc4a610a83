package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.metrics.LoopMeters;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.topicmap.Recover;
import io.fairlead.wire.OutgoingMessage;
import io.fairlead.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RecoveryRingTest {

    private static final long MINUTE = 60_000;
    private static final Recover THREE_FOR_A_MINUTE = new Recover(3, Duration.ofMinutes(1));

    private final LoopMeters meters = new LoopMeters();
    private final PlainFormat format = new PlainFormat();
    private final List<RecoveryRing> rings = new ArrayList<>();
    private long now = 1_000_000;

    private RecoveryRing ring(long roomBytes, Recover bounds) {
        return ring(new RecoveryRoom(new RecoveryPool(roomBytes, 1), meters), bounds);
    }

    private RecoveryRing ring(RecoveryRoom room, Recover bounds) {
        RecoveryRing ring = new RecoveryRing(bounds, room);
        rings.add(ring);
        return ring;
    }

    @AfterEach
    void everythingIsGivenBack() {
        rings.forEach(RecoveryRing::clear);
        assertThat(meters.recoveryMessages.get()).isZero();
        assertThat(meters.recoveryBytes.get()).isZero();
    }

    @Test
    void ring_askedForWhatItHas_givesItInOrder() {
        RecoveryRing ring = ring(1 << 20, THREE_FOR_A_MINUTE);
        keep(ring, 1, 2, 3);

        assertThat(last(ring, 2)).containsExactly("m a 2 a 2", "m a 3 a 3");
    }

    @Test
    void ring_askedForMoreThanItsRouteKeeps_givesNothing() {
        RecoveryRing ring = ring(1 << 20, THREE_FOR_A_MINUTE);
        keep(ring, 1, 2, 3, 4);

        assertThat(last(ring, 4)).isNull();
        assertThat(last(ring, 3)).hasSize(3);
    }

    @Test
    void message_olderThanTheRouteSays_isNotThere() {
        RecoveryRing ring = ring(1 << 20, THREE_FOR_A_MINUTE);
        keep(ring, 1);
        now += MINUTE;
        keep(ring, 2);
        assertThat(last(ring, 2)).hasSize(2);

        now++;

        assertThat(last(ring, 2)).isNull();
        assertThat(last(ring, 1)).containsExactly("m a 2 a 2");
        assertThat(meters.recoveryMessages.get()).isOne();
        assertThat(meters.recoveryEvicted.get()).isZero();
    }

    @Test
    void message_thatHasExpired_isLeftOutAndNotMissed() {
        RecoveryRing ring = ring(1 << 20, THREE_FOR_A_MINUTE);
        ring.keep(message(1, "1", 10), null);
        ring.keep(message(2, "2", Message.NO_EXPIRY), null);
        now += 9_999;
        assertThat(last(ring, 2)).hasSize(2);

        now++;

        assertThat(last(ring, 2)).containsExactly("m a 2 a 2");
    }

    @Test
    void message_thatWasSent_isNotEncodedAgain_andOneThatWasNotIsEncodedOnce() {
        RecoveryRing ring = ring(1 << 20, THREE_FOR_A_MINUTE);
        PreparedDelivery sent = PreparedDelivery.of(message(1, "1", -1), format);
        ring.keep(message(1, "1", -1), sent);
        sent.release();
        ring.keep(message(2, "2", -1), null);

        for (int client = 0; client < 5_000; client++) {
            assertThat(last(ring, 2)).hasSize(2);
        }

        assertThat(format.encoded).hasValue(2);
        assertThat(meters.encoded.get()).isOne();
    }

    @Test
    void secondFormat_isEncodedOnceForEachMessage_andTakesRoom() {
        RecoveryRing ring = ring(1 << 20, THREE_FOR_A_MINUTE);
        keep(ring, 1, 2);
        last(ring, 2);
        long before = meters.recoveryBytes.get();
        PlainFormat other = new PlainFormat();

        last(ring, 2, other);
        last(ring, 2, other);

        assertThat(other.encoded).hasValue(2);
        assertThat(meters.recoveryBytes.get()).isGreaterThan(before);
    }

    @Test
    void fullRoom_pushesOutWhatIsOldest_whosesoeverItIs() {
        RecoveryRoom room = new RecoveryRoom(new RecoveryPool(4_000, 1), meters);
        RecoveryRing quiet = ring(room, new Recover(100, Duration.ofHours(1)));
        RecoveryRing busy = ring(room, new Recover(100, Duration.ofHours(1)));
        keep(quiet, 1);

        keep(busy, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

        assertThat(last(quiet, 1)).isNull();
        long here = meters.recoveryMessages.get();
        assertThat(here).isBetween(5L, 14L);
        assertThat(meters.recoveryEvicted.get()).isEqualTo(16 - here);
        assertThat(last(busy, 15)).isNull();
        assertThat(last(busy, 1)).containsExactly("m a 15 a 15");
    }

    @Test
    void message_thatIsTooLarge_isNotKept_andNothingBeforeItIsOfUse() {
        RecoveryRing ring = ring(8_000, THREE_FOR_A_MINUTE);
        keep(ring, 1);

        ring.keep(message(2, "x".repeat(2_000), -1), null);

        assertThat(last(ring, 1)).isNull();
        keep(ring, 3);
        assertThat(last(ring, 1)).containsExactly("m a 3 a 3");
        assertThat(last(ring, 2)).isNull();
        assertThat(meters.recoveryEvicted.get()).isEqualTo(2);
    }

    @Test
    void nothingConfigured_keepsNothing() {
        RecoveryRing ring = ring(0, THREE_FOR_A_MINUTE);

        keep(ring, 1);

        assertThat(last(ring, 1)).isNull();
    }

    /** Several rings of several loops, held against plain lists of what was kept. */
    @RepeatedTest(30)
    void rings_walkedAtRandom_giveExactlyWhatWasMissedOrNothing_withinTheirBounds() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long bytes = 1_000L + random.nextInt(300_000);
        RecoveryPool pool = new RecoveryPool(bytes, 2);
        List<RecoveryRoom> rooms = List.of(new RecoveryRoom(pool, meters), new RecoveryRoom(pool, meters));
        List<Modelled> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Recover bounds = new Recover(1 + random.nextInt(20), Duration.ofMillis(1 + random.nextInt(2_000)));
            all.add(new Modelled(ring(rooms.get(i % 2), bounds), bounds));
        }
        for (int step = 0; step < 2_000; step++) {
            String where = "seed " + seed + ", step " + step;
            now += random.nextInt(50);
            Modelled one = all.get(random.nextInt(all.size()));
            int dice = random.nextInt(100);
            if (dice < 60) {
                one.keep(random);
            } else if (dice < 62) {
                one.clear();
            } else {
                one.check(where, 1 + random.nextInt(25), random.nextBoolean() ? format : new PlainFormat());
            }
            assertThat(meters.recoveryBytes.get()).as(where).isBetween(0L, bytes);
        }
    }

    /** A ring, and all that was ever given to it since it was cleared. */
    private final class Modelled {
        private final RecoveryRing ring;
        private final Recover bounds;
        private final List<OutgoingMessage> given = new ArrayList<>();
        private long pos;

        Modelled(RecoveryRing ring, Recover bounds) {
            this.ring = ring;
            this.bounds = bounds;
        }

        void keep(Random random) {
            OutgoingMessage next =
                    message(++pos, "x".repeat(random.nextInt(4_000)), random.nextInt(4) == 0 ? random.nextInt(2) : -1);
            given.add(next);
            PreparedDelivery sent = random.nextBoolean() ? PreparedDelivery.of(next, format) : null;
            ring.keep(next, sent);
            if (sent != null) {
                sent.release();
            }
        }

        void clear() {
            given.clear();
            ring.clear();
        }

        void check(String where, int count, WireFormat wanted) {
            List<String> found = last(ring, count, wanted);
            boolean mayBeThere = count <= given.size()
                    && count <= bounds.messages()
                    && now - given.get(given.size() - count).receivedMillis()
                            <= bounds.within().toMillis();
            if (found == null) {
                boolean pushedOut = meters.recoveryEvicted.get() > 0;
                assertThat(mayBeThere && !pushedOut).as(where).isFalse();
                return;
            }
            assertThat(mayBeThere).as(where).isTrue();
            List<String> expected = given.subList(given.size() - count, given.size()).stream()
                    .filter(this::isOfUse)
                    .map(one -> "m a " + one.pos() + " a "
                            + new String(one.message().payload(), StandardCharsets.UTF_8))
                    .toList();
            assertThat(found).as(where).isEqualTo(expected);
        }

        private boolean isOfUse(OutgoingMessage one) {
            long seconds = one.message().expirySeconds();
            return seconds < 0 || now < one.receivedMillis() + seconds * 1000;
        }
    }

    private void keep(RecoveryRing ring, int... numbers) {
        for (int number : numbers) {
            ring.keep(message(number, Integer.toString(number), -1), null);
        }
    }

    private @Nullable List<String> last(RecoveryRing ring, int count) {
        return last(ring, count, format);
    }

    private @Nullable List<String> last(RecoveryRing ring, int count, WireFormat wanted) {
        List<PreparedDelivery> found = ring.last(count, wanted, now);
        if (found == null) {
            return null;
        }
        List<String> texts = found.stream()
                .map(one -> one.shared(wanted).toString(StandardCharsets.UTF_8))
                .toList();
        found.forEach(PreparedDelivery::release);
        return texts;
    }

    private OutgoingMessage message(long pos, String text, long expirySeconds) {
        Message message = new Message(
                new TopicName("a"),
                text.getBytes(StandardCharsets.UTF_8),
                Qos.AT_LEAST_ONCE,
                false,
                expirySeconds,
                null,
                null,
                null,
                List.of());
        return new OutgoingMessage(message, "a", null, pos, -1, now, false, PayloadForm.TEXT, Set.of());
    }
}
