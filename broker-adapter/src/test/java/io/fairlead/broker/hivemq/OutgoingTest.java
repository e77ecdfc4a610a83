package io.fairlead.broker.hivemq;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OutgoingTest {

    private static final PublishOutcome ACCEPTED = new PublishOutcome.Accepted(PublishOutcome.Reason.SUCCESS);

    private final List<String> handedOver = new ArrayList<>();
    private final List<Consumer<PublishOutcome>> answers = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Outgoing outgoing = new Outgoing((message, answer) -> {
        handedOver.add(message.topic().value());
        answers.add(answer);
    });

    private void publish(String topic) {
        Message message = Message.of(new TopicName(topic), new byte[0], Qos.AT_LEAST_ONCE);
        outgoing.publish(
                message, outcome -> told.add(topic + " " + outcome.getClass().getSimpleName()));
    }

    @Test
    void windowFull_oneAnswered_nextGoesInOrder() {
        outgoing.connected(2);
        List.of("a", "b", "c", "d").forEach(this::publish);
        assertThat(handedOver).containsExactly("a", "b");

        answers.get(1).accept(ACCEPTED);

        assertThat(handedOver).containsExactly("a", "b", "c");
        assertThat(told).containsExactly("b Accepted");
        assertThat(outgoing.inFlight()).isEqualTo(3);
    }

    @Test
    void linkLost_handedOverIsUnknown_waitingIsNotSent() {
        outgoing.connected(1);
        List.of("a", "b").forEach(this::publish);

        outgoing.connectionLost("lost");

        assertThat(told).containsExactly("a Unknown", "b NotSent");
        assertThat(outgoing.inFlight()).isZero();
    }

    @Test
    void answerAfterTheLoss_isNotToldAgainAndTakesNoPlaceInTheWindow() {
        outgoing.connected(1);
        publish("a");
        outgoing.connectionLost("lost");
        outgoing.connected(1);
        publish("b");

        answers.get(0).accept(ACCEPTED);
        publish("c");

        assertThat(told).containsExactly("a Unknown");
        assertThat(handedOver).containsExactly("a", "b");
    }

    @Test
    void randomWalk_everyPublishIsToldOnceAndTheWindowHolds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int published = 0;
        List<Consumer<PublishOutcome>> open = new ArrayList<>();
        int[] outcomes = {0};
        Outgoing walked = new Outgoing((message, answer) -> open.add(answer));
        walked.connected(5);
        for (int step = 0; step < 20_000; step++) {
            int choice = random.nextInt(100);
            if (choice < 50) {
                published++;
                walked.publish(
                        Message.of(new TopicName("t"), new byte[0], Qos.AT_LEAST_ONCE), outcome -> outcomes[0]++);
            } else if (choice < 98 && !open.isEmpty()) {
                open.remove(random.nextInt(open.size())).accept(ACCEPTED);
            } else if (choice >= 98) {
                walked.connectionLost("lost");
                open.clear();
                walked.connected(1 + random.nextInt(10));
            }
            assertThat(open).as("seed %d", seed).hasSizeLessThanOrEqualTo(10);
            assertThat(outcomes[0] + walked.inFlight()).as("seed %d", seed).isEqualTo(published);
        }
    }
}
