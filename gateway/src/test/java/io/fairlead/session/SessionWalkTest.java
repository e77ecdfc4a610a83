package io.fairlead.session;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionWalkTest {

    private static final int WALKS = 3_000;
    private static final int STEPS = 150;

    @Test
    void session_randomLives_keepEveryRule() {
        Random seeds = new Random();
        for (int i = 0; i < WALKS; i++) {
            long seed = seeds.nextLong();
            walk(seed);
        }
    }

    private static void walk(long seed) {
        try {
            new SessionWalk(seed).run(STEPS);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("the walk with seed " + seed + " broke a rule: " + e.getMessage(), e);
        }
    }
}
