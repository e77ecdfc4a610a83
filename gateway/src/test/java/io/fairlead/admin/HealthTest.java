package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.api.ApiAnswer;
import java.time.Duration;
import java.util.List;
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

    private ApiAnswer ask(String path, boolean reached, boolean up, boolean draining) {
        Health health = new Health(new State(reached, up, draining), loops);
        return path.equals(Health.LIVE) ? health.live() : health.ready();
    }

    @Test
    void brokerReached_isReady() {
        assertThat(ask("/readyz", true, true, false))
                .isEqualTo(ApiAnswer.text(200, "ready\nnode: gw-1\nbroker: up\ndraining: no\nclients: 3"));
    }

    @Test
    void brokerLost_staysReady_andSaysThatItIsDown() {
        assertThat(ask("/readyz", true, false, false))
                .isEqualTo(ApiAnswer.text(200, "ready\nnode: gw-1\nbroker: down\ndraining: no\nclients: 3"));
    }

    @Test
    void brokerNeverReached_isNotReady() {
        ApiAnswer text = ask("/readyz", false, false, false);
        assertThat(text.status()).isEqualTo(503);
        assertThat(text.body()).startsWith("starting: the broker has not been reached yet");
    }

    @Test
    void draining_isNotReady_andLives() {
        ApiAnswer text = ask("/readyz", true, true, true);
        assertThat(text.status()).isEqualTo(503);
        assertThat(text.body()).startsWith("draining: ").contains("draining: yes");
        assertThat(ask("/livez", true, true, true).status()).isEqualTo(200);
    }

    @Test
    void loopThatDoesNotAnswer_isNotAlive_andItsNumberIsNamed() {
        loops.ask();
        now = Duration.ofSeconds(2).toNanos();

        ApiAnswer text = ask("/livez", true, true, false);

        assertThat(text.status()).isEqualTo(503);
        assertThat(text.body()).startsWith("stuck: event loops [0] do not answer");
    }
}
