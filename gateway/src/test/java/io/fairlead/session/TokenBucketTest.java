package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topicmap.Rate;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private final TokenBucket bucket = new TokenBucket(new Rate(10, 2), 0);

    @Test
    void full_burst_isTaken() {
        assertThat(bucket.take(0)).isZero();
        assertThat(bucket.take(0)).isZero();
        assertThat(bucket.take(0)).isEqualTo(100);
    }

    @Test
    void empty_partOfATokenLater_waitsForTheRest() {
        empty();
        assertThat(bucket.take(40)).isEqualTo(60);
        assertThat(bucket.take(100)).isZero();
    }

    @Test
    void empty_aLongTimeLater_holdsNoMoreThanItsBurst() {
        empty();
        assertThat(bucket.take(1_000_000)).isZero();
        assertThat(bucket.take(1_000_000)).isZero();
        assertThat(bucket.take(1_000_000)).isPositive();
    }

    @Test
    void empty_clockSetBack_fillsFromThere() {
        empty();
        assertThat(bucket.take(-5_000)).isEqualTo(100);
        assertThat(bucket.take(-4_900)).isZero();
    }

    private void empty() {
        bucket.take(0);
        bucket.take(0);
    }
}
