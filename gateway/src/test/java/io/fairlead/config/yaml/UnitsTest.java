package io.fairlead.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "2m,PT2M", "1.5h,PT1H30M", "7d,PT168H", "0s,PT0S"})
    void duration_withUnit_isRead(String text, Duration duration) {
        assertThat(Units.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30", "s", "-1s", "1w", "1M", "0.5ms", "1h30m", "99999999999999999d", "999999999999999d"})
    void duration_withoutMeaning_isNone(String text) {
        assertThat(Units.duration(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"PT0.5S,500ms", "PT30S,30s", "PT2M,2m", "PT90S,90s", "PT36H,36h", "PT48H,2d", "PT0S,0ms"})
    void duration_written_isInTheLargestUnitThatFits(Duration duration, String text) {
        assertThat(Units.written(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"512,512", "512B,512", "16KiB,16384", "1MB,1000000", "1.5MiB,1572864", "2GiB,2147483648"})
    void size_withOrWithoutUnit_isRead(String text, long bytes) {
        assertThat(Units.size(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"16K", "16kib", "-1", "1.5", "1TB"})
    void size_withoutMeaning_isNone(String text) {
        assertThat(Units.size(text)).isNull();
    }

    @Test
    void size_tooLargeToCount_isNone() {
        assertThat(Units.size("999999999999999GiB")).isNull();
    }
}
