package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.shares.Ban;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BanLogTest {

    private final List<String> lines = new ArrayList<>();
    private long now = 5;
    private final BanLog log = new BanLog(lines::add, () -> now);

    private static Ban ban(String who) {
        return new Ban(who, Duration.ofMinutes(1), "too many connects");
    }

    @Test
    void ban_isALineThatNamesWhoAndWhy() {
        log.accept(ban("address 192.0.2.7"));

        assertThat(lines).containsExactly("banned the address 192.0.2.7 for 60 s (leg client): too many connects");
    }

    @Test
    void manyBansAtOnce_areOneLine_andTheNextSaysHowManyWereLeftOut() {
        for (int i = 0; i < 5; i++) {
            log.accept(ban("address 192.0.2." + i));
        }
        now += Duration.ofSeconds(1).toNanos();
        log.accept(ban("user alice"));

        assertThat(lines).hasSize(2).last().asString().endsWith("; and 4 others since the last line");
    }

    @Test
    void namesThatWouldBeginALine_orFillIt_areMadeToFit() {
        log.accept(ban("user a\nb" + "c".repeat(1_000)));

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("banned the user a?bccc")
                .hasSizeLessThan(300);
    }
}
