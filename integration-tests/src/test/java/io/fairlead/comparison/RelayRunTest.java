package io.fairlead.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RelayRunTest {

    @Test
    void lineOfTheLoad_withTwoProcesses_isReadAsWhatEachUsed() {
        RelayRun run = RelayRun.parse("1000 12.5 80.0 6000 4000\n");

        assertThat(run.arrived()).isEqualTo(1000);
        assertThat(run.p50()).isEqualTo(12.5);
        assertThat(run.p99()).isEqualTo(80);
        assertThat(run.cpu()).isEqualTo(10);
        assertThat(run.before()).isEqualTo(6);
        assertThat(run.broker()).isEqualTo(4);
    }
}
