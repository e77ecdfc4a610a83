package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.bridge.WaitingPublishes.Waiting;
import io.fairlead.session.ClientKey;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingPublishesTest {

    private final WaitingPublishes waiting = new WaitingPublishes();
    private int seq;

    @Test
    void clientWithManyWaiting_letsOthersHaveTheirTurns() {
        add("flooder", 4, Qos.AT_LEAST_ONCE);
        add("a", 2, Qos.AT_LEAST_ONCE);
        add("b", 1, Qos.AT_LEAST_ONCE);

        assertThat(taken()).containsExactly("flooder 1", "a 5", "b 7", "flooder 2", "a 6", "flooder 3", "flooder 4");
    }

    @Test
    void qos0_waitsBehindNothingButItsOwnClients() {
        add("flooder", 2, Qos.AT_LEAST_ONCE);

        assertThat(waiting.isFree(key("a"), message(Qos.AT_MOST_ONCE))).isTrue();
        assertThat(waiting.isFree(key("flooder"), message(Qos.AT_MOST_ONCE))).isFalse();
        assertThat(waiting.isFree(key("a"), message(Qos.AT_LEAST_ONCE))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverComesAndGoes_eachClientsOrderIsKept_andNothingIsLost(long seed) {
        Random random = new Random(seed);
        Map<ClientKey, Deque<String>> expected = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            int what = random.nextInt(10);
            if (what < 5) {
                String client = "c" + random.nextInt(5);
                add(client, 1, Qos.of(random.nextInt(3)));
                expected.computeIfAbsent(key(client), key -> new ArrayDeque<>()).add(client + " " + seq);
            } else if (what == 9 && random.nextInt(20) == 0) {
                for (Waiting one : waiting.takePlain()) {
                    assertThat(one.message().qos()).isEqualTo(Qos.AT_MOST_ONCE);
                    assertThat(of(expected, one).remove(name(one))).isTrue();
                }
            } else {
                Waiting oldest = waiting.oldest();
                Waiting one = what == 8 && oldest != null
                        ? waiting.takeFirst(oldest)
                        : what % 2 == 0 ? waiting.nextAcknowledged() : waiting.nextPlain();
                if (one != null) {
                    assertThat(of(expected, one).poll()).isEqualTo(name(one));
                }
            }
            int left = expected.values().stream().mapToInt(Deque::size).sum();
            assertThat(waiting.size()).isEqualTo(left);
            assertThat(waiting.bytes()).isEqualTo(left);
        }
    }

    private static Deque<String> of(Map<ClientKey, Deque<String>> expected, Waiting one) {
        return Objects.requireNonNull(expected.get(keyOf(one)));
    }

    private static ClientKey key(String client) {
        return new ClientKey(null, client);
    }

    private static ClientKey keyOf(Waiting one) {
        return key(name(one).substring(0, name(one).indexOf(" ")));
    }

    private static String name(Waiting one) {
        return one.message().topic().value();
    }

    private void add(String client, int many, Qos qos) {
        for (int i = 0; i < many; i++) {
            Message message = Message.of(new TopicName(client + " " + ++seq), new byte[1], qos);
            waiting.add(new Waiting(key(client), message, outcome -> {}, 0));
        }
    }

    private static Message message(Qos qos) {
        return Message.of(new TopicName("t"), new byte[1], qos);
    }

    private List<String> taken() {
        List<String> names = new ArrayList<>();
        for (Waiting one = waiting.nextAcknowledged(); one != null; one = waiting.nextAcknowledged()) {
            names.add(name(one));
        }
        return names;
    }
}
