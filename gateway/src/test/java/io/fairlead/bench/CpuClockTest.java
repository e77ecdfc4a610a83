package io.fairlead.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.bench.FanoutPlan.ServerProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuClockTest {

    @Test
    void micros_nameWithBlanksAndBrackets_readsUserAndSystemTime() {
        String stat = "4711 (a (b) c) S 1 4711 4711 0 -1 4194560 2087 0 5 0 123 45 0 0 20 0 22 0 8869 9048404";

        assertThat(CpuClock.micros(stat)).isEqualTo(1_680_000);
    }

    @Test
    void between_twoReadings_isWhatWasUsedByLabel() {
        Map<String, Long> used = CpuClock.between(Map.of("gateway", 100L), Map.of("gateway", 350L));

        assertThat(used).isEqualTo(Map.of("gateway", 250L));
    }

    @Test
    void read_processThatIsGone_saysWhich() {
        List<ServerProcess> servers = List.of(new ServerProcess("broker", Long.MAX_VALUE));

        assertThatThrownBy(() -> CpuClock.read(servers))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("(broker)");
    }
}
