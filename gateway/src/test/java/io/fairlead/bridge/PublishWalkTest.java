package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Qos;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/**
 * One client that publishes in order, repeats what it has no answer to, and changes its connection and its loop at random,
 * while the broker holds its answers back, and where a walk says so, loses its links.
 */
class PublishWalkTest {

    private static final int STEPS = 400;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final FakeBroker broker = new FakeBroker();
    private final List<TestClient> connections = new ArrayList<>();
    private final Set<Integer> repeated = new HashSet<>();
    private int published;

    @RepeatedTest(5)
    void walk_whileTheBrokerStays_publishesEachOnce_inOrder() {
        walk(false);

        List<Integer> taken = taken();
        assertThat(taken).as("seed %s", seed).doesNotHaveDuplicates();
        assertThat(taken.stream().filter(this::keepsItsPlace))
                .as("seed %s", seed)
                .isSorted();
    }

    @RepeatedTest(5)
    void walk_withCuts_publishesNoneTwiceButThoseOfUnknownOutcome_inOrder() {
        long unknown = walk(true);

        List<Integer> taken = taken();
        List<Integer> distinct = taken.stream().distinct().toList();
        assertThat((long) taken.size() - distinct.size()).as("seed %s", seed).isLessThanOrEqualTo(unknown);
        assertThat(distinct.stream().filter(this::keepsItsPlace))
                .as("seed %s", seed)
                .isSorted();
    }

    /** Returns how many outcomes nobody knew. */
    private long walk(boolean cuts) {
        try (TestNode node = new TestNode(broker, 2, TestNode.patient(6)).up()) {
            connections.add(node.client(0).connect("i"));
            for (int step = 0; step < STEPS; step++) {
                step(node, cuts);
            }
            finish(node);
            return node.node.meters().sum(loop -> loop.publishUnknown);
        }
    }

    private void step(TestNode node, boolean cuts) {
        int dice = random.nextInt(100);
        if (dice < 60) {
            publish(published++, false);
        } else if (dice < 72 && published > 0) {
            repeat(Math.max(0, published - 1 - random.nextInt(30)));
        } else if (dice < 78) {
            reconnect(node);
        } else if (dice < 84) {
            broker.faults().holdAcknowledgements();
        } else if (dice < 92) {
            broker.faults().releaseAcknowledgements();
        } else if (cuts && dice < 94) {
            broker.flap();
        } else if (cuts && dice < 96) {
            broker.down();
            broker.up();
        } else {
            node.settle();
        }
    }

    private TestClient now() {
        return connections.get(connections.size() - 1);
    }

    private void publish(int number, boolean again) {
        now().publish("p" + number, "a/1", Integer.toString(number), Qos.AT_LEAST_ONCE, again);
    }

    private void repeat(int number) {
        repeated.add(number);
        publish(number, true);
    }

    private void reconnect(TestNode node) {
        TestClient before = now();
        before.welcome();
        if (random.nextBoolean()) {
            before.leave();
        }
        connections.add(node.client(random.nextInt(2)).connect(before, "i"));
    }

    /** Repeats until each is published, as a careful client would. */
    private void finish(TestNode node) {
        broker.faults().releaseAcknowledgements();
        node.up();
        Set<Integer> missing =
                new HashSet<>(IntStream.range(0, published).boxed().toList());
        missing.removeIf(number -> isToldPublished(connections, number));
        for (int number : missing.stream().sorted().toList()) {
            while (!isToldPublished(List.of(now()), number)) {
                int before = outcomes(number);
                repeat(number);
                await().alias("seed " + seed).until(() -> outcomes(number) > before);
            }
        }
    }

    private int outcomes(int number) {
        return now().heard("published p" + number + " ").size()
                + now().heard("error p" + number + " ").size();
    }

    private static boolean isToldPublished(List<TestClient> connections, int number) {
        return connections.stream().anyMatch(client -> client.heard().contains("published p" + number + " broker"));
    }

    /** One that still waited for room when its connection ended is published when it is repeated, after those that came later. */
    private boolean keepsItsPlace(int number) {
        return !hasFailed(number) && !repeated.contains(number);
    }

    private boolean hasFailed(int number) {
        return connections.stream()
                .anyMatch(client -> !client.heard("error p" + number + " ").isEmpty());
    }

    private List<Integer> taken() {
        return broker.published().stream()
                .map(message -> Integer.valueOf(new String(message.payload(), UTF_8)))
                .toList();
    }
}
