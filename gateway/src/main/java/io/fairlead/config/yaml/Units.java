package io.fairlead.config.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads durations ({@code 500ms}, {@code 2m}, {@code 7d}) and sizes ({@code 512}, {@code 16KiB}, {@code 1MB}). */
public final class Units {

    /** What a duration looks like, for messages. */
    public static final String DURATION_FORM = "a number and one of ms, s, m, h, d: 500ms, 30s, 2m, 7d";

    /** What a size looks like, for messages. */
    public static final String SIZE_FORM =
            "a number of bytes, or with one of KB, MB, GB, KiB, MiB, GiB: 512, 16KiB, 1MB";

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?) ?([A-Za-z]*)");

    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private static final Map<String, Long> BYTES = Map.of(
            "",
            1L,
            "B",
            1L,
            "KB",
            1_000L,
            "kB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30);

    private Units() {}

    /** A duration, to the millisecond; null if the text is none. */
    public static @Nullable Duration duration(String text) {
        Long millis = amount(text, MILLIS);
        return millis == null ? null : Duration.ofMillis(millis);
    }

    /** A size in bytes; null if the text is none. */
    public static @Nullable Long size(String text) {
        return amount(text, BYTES);
    }

    /** A duration as it would stand in a file, in the largest unit of which it is a whole number. */
    public static String written(Duration duration) {
        long millis = duration.toMillis();
        return MILLIS.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .filter(unit -> millis > 0 && millis % unit.getValue() == 0)
                .findFirst()
                .map(unit -> millis / unit.getValue() + unit.getKey())
                .orElse(millis + "ms");
    }

    private static @Nullable Long amount(String text, Map<String, Long> units) {
        Matcher matcher = AMOUNT.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            return null;
        }
        BigDecimal amount = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        return isWhole(amount) ? amount.longValueExact() : null;
    }

    private static boolean isWhole(BigDecimal amount) {
        return amount.stripTrailingZeros().scale() <= 0 && amount.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    }
}
