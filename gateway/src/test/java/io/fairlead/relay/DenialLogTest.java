package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenialLogTest {

    private final List<String> lines = new ArrayList<>();
    private final DenialLog log = new DenialLog(lines::add);

    @Test
    void first_denial_is_logged_and_those_of_the_minute_after_are_counted() {
        log.note("alice/tab", Reason.FORBIDDEN, "publish to a", 0);
        log.note("alice/tab", Reason.FORBIDDEN, "publish to b", 59_999);
        log.note("alice/tab", Reason.FORBIDDEN, "publish to c", 59_999);
        log.note("alice/tab", Reason.FORBIDDEN, "publish to d", 60_000);
        log.note("alice/tab", Reason.FORBIDDEN, "publish to e", 119_999);

        assertThat(lines)
                .containsExactly(
                        "alice/tab was refused: publish to a",
                        "alice/tab was refused: publish to d; and 2 more times since the last line");
    }

    @Test
    void each_client_and_reason_has_its_own_minute() {
        log.note("alice/tab", Reason.FORBIDDEN, "a", 0);
        log.note("alice/tab", Reason.NO_ROUTE, "b", 1);
        log.note("bob/tab", Reason.FORBIDDEN, "c", 2);

        assertThat(lines).hasSize(3);
    }

    @Test
    void what_clients_choose_stays_within_its_line() {
        log.note("eve\n12:00 ERROR", Reason.FORBIDDEN, "a\r\nb\u0085c\u001b[2J", 0);
        log.note("e".repeat(65_535), Reason.FORBIDDEN, "f".repeat(65_535), 0);

        assertThat(lines.get(0)).isEqualTo("eve?12:00 ERROR was refused: a??b?c?[2J");
        assertThat(lines.get(1)).hasSizeLessThan(1_300).startsWith("ee");
    }

    @Test
    void what_is_remembered_is_bounded() {
        for (int i = 0; i < 30_000; i++) {
            log.note("client" + i, Reason.FORBIDDEN, "a", 0);
        }
        assertThat(lines).hasSize(30_000);
        log.note("client29999", Reason.FORBIDDEN, "a", 1);
        assertThat(lines).hasSize(30_000);
        log.note("client0", Reason.FORBIDDEN, "a", 1);
        assertThat(lines).hasSize(30_001);
    }
}
