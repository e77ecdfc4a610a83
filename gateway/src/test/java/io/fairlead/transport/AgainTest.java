package io.fairlead.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Message;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A publish that a page sends again after its connection was lost, over real WebSockets. */
class AgainTest {

    private static final String PUBLISH =
            "{\"type\":\"publish\",\"id\":%s,\"channel\":\"notes/a\",\"text\":\"x\",\"qos\":1%s}";

    private final FakeBroker broker = new FakeBroker();
    private final TestGateway gateway = TestGateway.start(broker).awaitBroker();

    @AfterEach
    void close() {
        gateway.close();
        broker.close();
    }

    private JsonClient alice() {
        JsonClient client = gateway.connectAs("alice");
        client.send("{\"type\":\"connect\",\"client\":\"tab\",\"instance\":\"i\"}");
        client.await("\"type\":\"welcome\"");
        return client;
    }

    private static void publish(JsonClient client, String id) {
        client.send(String.format(PUBLISH, id, ""));
    }

    private static void publishAgain(JsonClient client, String id) {
        client.send(String.format(PUBLISH, id, ",\"again\":true"));
    }

    @Test
    void publishedBeforeTheConnectionWasLost_isAnsweredAndNotPublishedTwice() {
        JsonClient before = alice();
        publish(before, "\"m-1\"");
        before.await("\"type\":\"published\"", "\"id\":\"m-1\"");
        before.close();

        JsonClient after = alice();
        publishAgain(after, "\"m-1\"");
        publishAgain(after, "1");

        after.await("\"type\":\"published\"", "\"id\":\"m-1\"", "\"by\":\"broker\"");
        after.await("\"type\":\"published\"", "\"id\":1,");
        assertThat(ids()).containsExactly("m-1", "1");
    }

    @Test
    void numberAndString_areTwoIds() {
        JsonClient client = alice();
        publish(client, "7");
        client.await("\"type\":\"published\"", "\"id\":7,");

        publishAgain(client, "\"7\"");

        client.await("\"type\":\"published\"", "\"id\":\"7\"");
        assertThat(ids()).containsExactly("7", "\"7\"");
    }

    @Test
    void waitingForTheBrokerWhenTheConnectionWasLost_isJoined() {
        JsonClient before = alice();
        broker.down();
        before.await("\"broker_down\"");
        publish(before, "1");
        before.send("{\"type\":\"ping\"}");
        before.await("\"pong\"");
        before.close();

        JsonClient after = alice();
        publishAgain(after, "1");
        after.send("{\"type\":\"ping\"}");
        after.await("\"pong\"");
        broker.up();

        after.await("\"type\":\"published\"", "\"id\":1,");
        assertThat(ids()).containsExactly("1");
    }

    @Test
    void againWithoutId_isAnErrorThatSaysSo() {
        JsonClient client = alice();

        client.send("{\"type\":\"publish\",\"channel\":\"notes/a\",\"text\":\"x\",\"again\":true}");

        client.await("\"type\":\"error\"", "\"code\":\"bad_frame\"", "again");
        await().untilAsserted(() -> assertThat(broker.published()).isEmpty());
    }

    /** The publishers' ids as the broker sees them. */
    private List<String> ids() {
        return broker.published().stream().map(AgainTest::id).toList();
    }

    private static String id(Message message) {
        String mark = message.properties().stream()
                .filter(property -> property.name().equals("fairlead-id"))
                .findFirst()
                .orElseThrow()
                .value();
        return mark.substring(mark.lastIndexOf(':') + 1);
    }
}
