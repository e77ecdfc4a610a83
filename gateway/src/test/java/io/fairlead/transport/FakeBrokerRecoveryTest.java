package io.fairlead.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Qos;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a live client of the whole gateway gets that was away and says where it was. */
@ExtendWith(NoLeaks.class)
class FakeBrokerRecoveryTest {
    private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]+)\"");
    private static final Pattern TEXT = Pattern.compile("\"pos\":(\\d+).*\"text\":\"([^\"]*)\"");

    private final FakeBroker broker = new FakeBroker();
    private final TestGateway gateway = TestGateway.start(broker).awaitBroker();

    @AfterEach
    void end() {
        gateway.close();
        broker.close();
    }

    @Test
    void liveClient_awayWithinItsRing_getsExactlyTheMissingOnes_andAwayLongerIsTold() {
        String epoch = hearsOneAndLeaves("board/a");
        publish("board/a", 2, 4);

        try (JsonClient back = gateway.connect()) {
            back.send(subscribe("board/a", epoch, 1));
            publish("board/a", 5, 5);

            back.await("\"text\":\"t5\"");
            assertThat(back.await("\"subscribed\""))
                    .contains("\"recovered\":true")
                    .doesNotContain("missed");
            assertThat(texts(back)).containsExactly("2 t2", "3 t3", "4 t4", "5 t5");
        }

        publish("board/a", 6, 9);
        try (JsonClient late = gateway.connect()) {
            late.send(subscribe("board/a", epoch, 1));

            assertThat(late.await("\"subscribed\"")).contains("\"recovered\":false", "\"missed\":8");
            assertThat(texts(late)).isEmpty();
        }
    }

    @Test
    void whatIsOlderThanTheRouteSays_isMissed() {
        String epoch = hearsOneAndLeaves("brief/a");
        publish("brief/a", 2, 2);

        await().until(() -> {
            try (JsonClient back = gateway.connect()) {
                back.send(subscribe("brief/a", epoch, 1));
                return back.await("\"subscribed\"").contains("\"recovered\":false,\"missed\":1");
            }
        });
    }

    @Test
    void onesOwn_areLeftOutOfWhatWasMissed_alsoOnAnotherConnection() {
        String epoch;
        try (JsonClient first = gateway.connectAs("alice", "tab")) {
            first.subscribe("others/a");
            epoch = epoch(first);
            first.send("{\"type\":\"publish\",\"id\":1,\"channel\":\"board/a\",\"text\":\"own\"}");
            first.await("\"published\"");
        }
        publish("board/a", 2, 2);

        try (JsonClient back = gateway.connectAs("alice", "tab")) {
            back.send(subscribe("others/a", epoch, 0));

            back.await("\"text\":\"t2\"");
            assertThat(texts(back)).containsExactly("2 t2");
        }
    }

    /** A first connection that hears the message 1; returns the epoch. */
    private String hearsOneAndLeaves(String channel) {
        try (JsonClient first = gateway.connect()) {
            first.subscribe(channel);
            publish(channel, 1, 1);
            first.await("\"text\":\"t1\"");
            return epoch(first);
        }
    }

    private void publish(String topic, int from, int to) {
        for (int i = from; i <= to; i++) {
            broker.publish(topic, "t" + i, Qos.AT_LEAST_ONCE);
        }
    }

    private static String subscribe(String channel, String epoch, long pos) {
        return "{\"type\":\"subscribe\",\"channel\":\"" + channel + "\",\"epoch\":\"" + epoch + "\",\"pos\":" + pos
                + "}";
    }

    private static String epoch(JsonClient client) {
        Matcher epoch = EPOCH.matcher(client.await("\"subscribed\""));
        assertThat(epoch.find()).isTrue();
        return epoch.group(1);
    }

    private static List<String> texts(JsonClient client) {
        return client.frames().stream()
                .map(TEXT::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1) + " " + found.group(2))
                .toList();
    }
}
