package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class PacedChannelsTest {

    private static final long SECOND = 1_000_000_000L;

    private final PacedChannels paced = new PacedChannels(2);
    private long now = Long.MAX_VALUE - 3 * SECOND;

    @Test
    void first_goesAtOnce_andTheLatestOfTheRestAtItsTurn() {
        assertThat(paced.takeTurn("a", now)).isTrue();
        assertThat(offer("a", "1")).isFalse();
        assertThat(offer("a", "2")).isTrue();
        assertThat(paced.pollDue(now + SECOND / 2 - 1)).isNull();

        now += SECOND / 2;

        assertThat(text(paced.pollDue(now))).isEqualTo("2");
        assertThat(paced.size()).isZero();
        assertThat(paced.takeTurn("a", now + SECOND / 2 - 1)).isFalse();
        assertThat(paced.takeTurn("a", now + SECOND / 2)).isTrue();
    }

    @Test
    void channels_haveTurnsOfTheirOwn() {
        assertThat(paced.takeTurn("a", now)).isTrue();
        assertThat(paced.takeTurn("b", now + 1)).isTrue();
        offer("b", "b1");
        offer("a", "a1");

        now += SECOND;

        assertThat(text(paced.pollDue(now))).isEqualTo("a1");
        assertThat(text(paced.pollDue(now))).isEqualTo("b1");
        assertThat(paced.pollDue(now)).isNull();
    }

    @Test
    void quietChannels_areForgotten_soThatNothingIsHeldForThem() {
        for (int i = 0; i < 1000; i++) {
            paced.takeTurn("c" + i, now);
        }
        assertThat(paced.bytes()).isEqualTo(1000L * PacedChannels.TURN_BYTES);

        paced.takeTurn("late", now + SECOND);

        assertThat(paced.bytes()).isEqualTo(PacedChannels.TURN_BYTES);
    }

    /** Whatever comes when: never faster than the rate, each channel's last arrives, and what did not was conflated. */
    @RepeatedTest(8)
    void walk_neverFasterThanTheRate_andTheLastOfEachChannelArrives() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, Long> lastSentAt = new HashMap<>();
        Map<String, String> lastSent = new HashMap<>();
        Map<String, String> lastPublished = new HashMap<>();
        int sent = 0;
        int conflated = 0;
        int steps = 2000;
        for (int i = 0; i < steps; i++) {
            now += random.nextInt(3) == 0 ? random.nextInt((int) SECOND / 4) : random.nextInt(1000);
            List<Waiting> going = new ArrayList<>();
            for (Waiting due = paced.pollDue(now); due != null; due = paced.pollDue(now)) {
                going.add(due);
            }
            String channel = "c" + random.nextInt(5);
            Waiting message = message(channel, Integer.toString(i));
            lastPublished.put(channel, Integer.toString(i));
            if (paced.takeTurn(channel, now)) {
                going.add(message);
            } else if (paced.keep(message, now)) {
                conflated++;
            }
            for (Waiting each : going) {
                sent++;
                Long before = lastSentAt.put(each.channel, now);
                assertThat(before == null || now - before >= SECOND / 2)
                        .as("%s at step %s of seed %s", each.channel, i, seed)
                        .isTrue();
                lastSent.put(each.channel, text(each));
            }
        }
        for (Waiting due = paced.pollDue(now + SECOND); due != null; due = paced.pollDue(now + SECOND)) {
            sent++;
            lastSent.put(due.channel, text(due));
        }

        assertThat(lastSent).as("seed %s", seed).isEqualTo(lastPublished);
        assertThat(sent + conflated).as("seed %s", seed).isEqualTo(steps);
        assertThat(paced.size()).isZero();
    }

    private boolean offer(String channel, String text) {
        return paced.keep(message(channel, text), now);
    }

    private static Waiting message(String channel, String text) {
        return new Waiting(channel, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private static String text(@Nullable Waiting message) {
        ByteBuf frame = Objects.requireNonNull(message).frame;
        return frame.toString(StandardCharsets.UTF_8);
    }
}
