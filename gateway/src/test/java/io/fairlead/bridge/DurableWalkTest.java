package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Qos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One durable client that comes and goes between two nodes while links are lost: every message arrives, in order once
 * repeats are discarded, and no more comes twice than was unacknowledged.
 */
class DurableWalkTest {

    private static final int WINDOW = 6;
    private static final String ID = "fl.d.alice.tab";

    private final FakeBroker broker = new FakeBroker();
    private final TestNode[] nodes = {node("a"), node("b")};

    // What the client remembers across its connections.
    private final List<String> heard = new ArrayList<>();
    private int next;
    private int repeats;
    private int reconnects;
    private @Nullable String epoch;
    private long handled = -1;

    // As long as a connection.
    private @Nullable DurableTab tab;
    private int read;

    private TestNode node(String name) {
        NodeSettings.Durable bounds =
                new NodeSettings.Durable(WINDOW, 40, Duration.ofMillis(30), 5, Duration.ofMillis(5), false);
        TestNode node = new TestNode(broker, 2, TestNode.settings(name, bounds));
        await().until(() -> broker.connected().containsAll(List.of("fl.n." + name + ".0", "fl.n." + name + ".1")));
        node.settle();
        return node;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void client_thatComesAndGoesWhileLinksAreLost_getsEveryMessageInOrder(long seed) {
        Random random = new Random(seed);
        connect(random);
        await().until(() -> broker.filtersOf(ID).size() == 1);
        int published = 0;
        for (int step = 0; step < 150; step++) {
            int what = random.nextInt(20);
            if (what < 9) {
                broker.publish("durable/a", "m" + published++, Qos.AT_LEAST_ONCE);
            } else if (what < 15) {
                readAndAcknowledge(random.nextInt(3) > 0);
            } else if (what < 17) {
                lose();
            } else {
                leave();
                connect(random);
            }
            nodes[random.nextInt(2)].settle();
        }
        int all = published;
        await().untilAsserted(() -> {
            readAndAcknowledge(true);
            assertThat(next).as("seed %s: %s", seed, heard).isEqualTo(all);
        });
        assertThat(repeats).as("seed %s: %s", seed, heard).isLessThanOrEqualTo(WINDOW * reconnects);
        for (TestNode node : nodes) {
            node.close();
        }
    }

    private void connect(Random random) {
        reconnects++;
        DurableTab fresh = new DurableTab(nodes[random.nextInt(2)], random.nextInt(2), "tab", "i" + reconnects);
        fresh.subscribe("durable/a", epoch, handled, RetainedMode.ALL);
        tab = fresh;
        read = 0;
    }

    private void leave() {
        readAndAcknowledge(false);
        if (tab != null) {
            tab.client.leave();
        }
    }

    private void lose() {
        reconnects++;
        if (broker.connected().contains(ID)) {
            broker.flap(ID);
        }
    }

    /** Takes what has come: a number at or below the last of its epoch, or one that was had before, is a repeat. */
    private void readAndAcknowledge(boolean acknowledge) {
        DurableTab now = tab;
        if (now == null || now.client.heard("subscribed").isEmpty()) {
            return;
        }
        epoch = now.epoch();
        List<String> messages = now.messages();
        if (read == 0) {
            handled = -1;
        }
        for (String message : messages.subList(read, messages.size())) {
            String[] words = message.split(" ", 3);
            heard.add(message);
            handled = Long.parseLong(words[0]);
            int number = Integer.parseInt(words[1].substring(1));
            if (number < next) {
                repeats++;
            } else {
                assertThat(number).as("the next one of %s", heard).isEqualTo(next);
                next++;
            }
        }
        read = messages.size();
        if (acknowledge && handled > 0) {
            now.ack(handled);
        }
    }
}
