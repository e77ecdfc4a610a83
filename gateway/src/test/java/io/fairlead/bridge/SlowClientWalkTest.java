package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.metrics.Meters;
import io.fairlead.session.Command;
import io.fairlead.topic.Qos;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/**
 * A client that stops reading, reads a little, goes to the background and comes back, at random, while messages come: nothing
 * grows past its bound, and every message is sent, told as dropped, or made way for a later one where that was asked for.
 */
class SlowClientWalkTest {

    private static final int BOUND = 20_000;
    private static final int STEPS = 600;
    private static final String[] SUBSCRIPTIONS = {"latest/+", "latest/1", "fresh/+", "fresh/2", "q0/+"};
    private static final String[] TOPICS = {
        "latest/1", "latest/2", "latest/3", "fresh/1", "fresh/2", "q0/1", "q0/2",
    };

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final FakeBroker broker = new FakeBroker();
    private final Map<String, Integer> published = new HashMap<>();
    private final Map<String, String> latest = new HashMap<>();

    @RepeatedTest(6)
    void walk_everyMessageIsSentOrTold_andTheLatestOfEachChannelArrives() {
        try (TestNode node = new TestNode(broker, 2, TestNode.bounded(BOUND)).up()) {
            TestClient client = node.client(0);
            for (String subscription : SUBSCRIPTIONS) {
                client.subscribe(subscription);
            }
            await().until(() -> client.heard("subscribed").size() == SUBSCRIPTIONS.length);
            Meters meters = node.node.meters();
            for (int i = 0; i < STEPS; i++) {
                step(client, i);
                if (random.nextInt(5) == 0) {
                    node.settle();
                    assertThat(meters.sum(loop -> loop.heldBytes))
                            .as("seed %s", seed)
                            .isBetween(0L, (long) BOUND);
                }
            }
            client.command(new Command.Foreground(null));
            client.reads();
            node.settle();

            check(client.heard());
            long dropped = meters.sum(loop -> loop.droppedLatest) + meters.sum(loop -> loop.droppedOldest);
            long told = client.heard("dropped").stream()
                    .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
            assertThat(told).as("told, seed %s", seed).isEqualTo(dropped);
            int sent = client.heard("m ").size();
            assertThat(sent + dropped + meters.sum(loop -> loop.conflated))
                    .as("all are accounted for, seed %s", seed)
                    .isEqualTo(published.values().stream().mapToInt(n -> n).sum());
            assertThat(meters.sum(loop -> loop.delivered)).isEqualTo(sent);
            assertThat(meters.sum(loop -> loop.heldMessages)).isZero();
            assertThat(meters.sum(loop -> loop.heldBytes)).isZero();
        }
    }

    private void step(TestClient client, int number) {
        switch (random.nextInt(40)) {
            case 0, 1 -> client.stalls();
            case 2 -> client.reads();
            case 3 -> client.pending(0);
            case 4 -> client.command(new Command.Background(null));
            case 5 -> client.command(new Command.Foreground(null));
            default -> publish(TOPICS[random.nextInt(TOPICS.length)], number);
        }
    }

    private void publish(String topic, int number) {
        String text = number + "-" + "x".repeat(random.nextInt(300));
        broker.publish(topic, text, Qos.AT_LEAST_ONCE);
        for (String subscription : SUBSCRIPTIONS) {
            if (subscription.equals(topic) || subscription.equals(topic.substring(0, topic.indexOf('/')) + "/+")) {
                published.merge(subscription, 1, Integer::sum);
                latest.put(key(subscription, topic), text);
            }
        }
    }

    /** Where only the latest is kept, each channel's arrives; else the latest of the subscription. */
    private static String key(String subscription, String topic) {
        return subscription.startsWith("latest") ? subscription + " " + topic : subscription;
    }

    /** Positions rise, and the last that comes is the last that was published. */
    private void check(List<String> heard) {
        Map<String, Long> pos = new HashMap<>();
        Map<String, String> last = new HashMap<>();
        for (String line : heard) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("m")) {
                Long before = pos.put(words[1], Long.parseLong(words[2]));
                assertThat(before == null || before < Long.parseLong(words[2]))
                        .as("%s after %s, seed %s", line, before, seed)
                        .isTrue();
                last.put(key(words[1], words[3]), words[4]);
            }
        }
        assertThat(last).as("seed %s", seed).isEqualTo(latest);
    }
}
