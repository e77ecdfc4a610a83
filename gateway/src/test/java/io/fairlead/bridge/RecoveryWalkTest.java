package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.broker.MqttVersion;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Clients that are away now and then and say where they were when they come back, while devices publish and single links to
 * the broker are cut: whoever is told that it recovered has heard everything, and each loss is told.
 */
class RecoveryWalkTest {

    private static final String[] TOPICS = {"kept/1", "kept/2", "kept/1/x"};
    private static final String[] FILTERS = {"kept/1", "kept/+", "kept/#", "+/1", "kept/1/x"};
    private static final int LOOPS = 3;
    private static final int STEPS = 250;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Published published = new Published();
    private final List<Person> people = new ArrayList<>();
    private final FakeBroker broker = new FakeBroker(random.nextBoolean() ? MqttVersion.V5 : MqttVersion.V3_1_1);

    /** Somebody with one subscription, over several connections. */
    private static final class Person {
        final String filter;
        final List<String> lines = new ArrayList<>();
        TestClient client;
        boolean away;

        Person(String filter, TestClient client) {
            this.filter = filter;
            this.client = client;
        }

        boolean isAnswered() {
            return away || Transcript.isWholly(client);
        }

        List<String> all() {
            return away
                    ? lines
                    : Stream.concat(lines.stream(), client.heard().stream()).toList();
        }

        /** The position of the last message it has handled. */
        long pos() {
            long pos = -1;
            for (String line : lines) {
                String[] words = line.split(" ", -1);
                boolean counts = words[0].equals("m")
                        || words[0].equals("gap")
                        || (words[0].equals("subscribed") && !words[words.length - 1].startsWith("recovered=true"));
                pos = counts ? Long.parseLong(words[2]) : pos;
            }
            return pos;
        }
    }

    @RepeatedTest(4)
    void walk_whoComesBack_hasHeardAllOrIsTold() {
        walk(false, false);
    }

    @RepeatedTest(4)
    void walk_withLinksCut_losesNothing() {
        walk(true, false);
    }

    @RepeatedTest(4)
    void walk_withLinksCutAndSessionsLost_tellsEachLoss() {
        walk(true, true);
    }

    private void walk(boolean cuts, boolean loses) {
        try (TestNode node = new TestNode(broker, LOOPS, TestNode.patient(16)).up()) {
            for (int step = 0; step < STEPS; step++) {
                step(node, cuts, loses);
            }
            finish(node);
            for (Person person : people) {
                new Transcript("seed " + seed, published, !loses, cuts).check(person.all());
            }
            if (!loses) {
                assertThat(node.node.meters().sum(loop -> loop.recovered))
                        .as("seed %d", seed)
                        .isPositive();
            }
        }
    }

    private void step(TestNode node, boolean cuts, boolean loses) {
        int dice = random.nextInt(100);
        if (dice < 5 || people.isEmpty()) {
            Person person = new Person(FILTERS[random.nextInt(FILTERS.length)], node.client(random.nextInt(LOOPS)));
            person.client.subscribe(person.filter);
            people.add(person);
        } else if (dice < 25) {
            Person one = people.get(random.nextInt(people.size()));
            if (one.away) {
                comeBack(node, one);
            } else {
                goAway(node, one);
            }
        } else if (dice < 85) {
            String topic = TOPICS[random.nextInt(TOPICS.length)];
            broker.publish(topic, published.next(topic), Qos.AT_LEAST_ONCE);
        } else if (cuts && dice < 90) {
            cut("fl.n.gw." + random.nextInt(LOOPS), loses && random.nextBoolean());
        } else {
            node.settle();
        }
    }

    private void cut(String link, boolean loses) {
        broker.down(link);
        if (loses) {
            broker.loseSessions();
        }
        broker.up(link);
    }

    private static void goAway(TestNode node, Person person) {
        person.client.leave();
        node.settle();
        person.lines.addAll(person.client.heard());
        person.away = true;
    }

    private void comeBack(TestNode node, Person person) {
        String epoch = person.client.epoch(person.filter);
        person.away = false;
        person.client = node.client(random.nextInt(LOOPS));
        person.client.subscribe(person.filter, RetainedMode.ALL, epoch, epoch == null ? -1 : person.pos());
    }

    /** All come back, and hear a last word on every topic. */
    private void finish(TestNode node) {
        people.stream().filter(person -> person.away).forEach(person -> comeBack(node, person));
        await().until(() -> people.stream().allMatch(Person::isAnswered));
        await().until(() -> node.node.meters().sum(loop -> loop.filters) >= node.subscriptions());
        node.settle();
        for (String topic : TOPICS) {
            broker.publish(topic, published.next(topic), Qos.AT_LEAST_ONCE);
        }
        await().until(() -> people.stream()
                .allMatch(person -> Transcript.hasHeardLast(person.all(), new String[] {person.filter}, published)));
    }
}
