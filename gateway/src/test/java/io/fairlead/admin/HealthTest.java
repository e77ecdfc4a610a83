package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.http.TextServer.Text;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HealthTest {

    private long now;
    private final LoopWatch loops = new LoopWatch(List.of(task -> {}), Duration.ofSeconds(1), () -> now);

    private record State(boolean brokerReached, boolean brokerUp, boolean draining) implements NodeState {
        @Override
        public String name() {
            return "gw-1";
        }

        @Override
        public long clients() {
            return 3;
        }
    }

    private Text ask(String path, boolean reached, boolean up, boolean draining) {
        return Objects.requireNonNull(new Health(new State(reached, up, draining), loops).answer(path));
    }

    @Test
    void brokerReached_isReady() {
        assertThat(ask("/readyz", true, true, false))
                .isEqualTo(new Text(true, "ready\nnode: gw-1\nbroker: up\ndraining: no\nclients: 3"));
    }

    @Test
    void brokerLost_staysReady_andSaysThatItIsDown() {
        assertThat(ask("/readyz", true, false, false))
                .isEqualTo(new Text(true, "ready\nnode: gw-1\nbroker: down\ndraining: no\nclients: 3"));
    }

    @Test
    void brokerNeverReached_isNotReady() {
        Text text = ask("/readyz", false, false, false);
        assertThat(text.ok()).isFalse();
        assertThat(text.text()).startsWith("starting: the broker has not been reached yet");
    }

    @Test
    void draining_isNotReady_andLives() {
        Text text = ask("/readyz", true, true, true);
        assertThat(text.ok()).isFalse();
        assertThat(text.text()).startsWith("draining: ").contains("draining: yes");
        assertThat(ask("/livez", true, true, true).ok()).isTrue();
    }

    @Test
    void loopThatDoesNotAnswer_isNotAlive_andItsNumberIsNamed() {
        loops.ask();
        now = Duration.ofSeconds(2).toNanos();

        Text text = ask("/livez", true, true, false);

        assertThat(text.ok()).isFalse();
        assertThat(text.text()).startsWith("stuck: event loops [0] do not answer");
    }

    @Test
    void otherPath_isNone() {
        assertThat(new Health(new State(true, true, false), loops).answer("/")).isNull();
    }
}
