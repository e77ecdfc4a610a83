package io.fairlead.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same client in two places of one node, over real WebSockets. */
class TakeoverTest {

    private final FakeBroker broker = new FakeBroker();
    private final TestGateway gateway = TestGateway.start(broker).awaitBroker();

    @AfterEach
    void close() {
        gateway.close();
        broker.close();
    }

    private JsonClient alice(String instance) {
        JsonClient client = gateway.connectAs("alice");
        client.send("{\"type\":\"connect\",\"client\":\"tab\",\"instance\":\"" + instance + "\"}");
        client.await("\"type\":\"welcome\"", "\"client\":\"tab\"");
        return client;
    }

    private static void answers(JsonClient client) {
        client.send("{\"type\":\"ping\",\"id\":7}");
        client.await("\"type\":\"pong\"", "\"id\":7");
    }

    @Test
    void sameClientElsewhere_olderOneIsClosedWith4509_andMayReturnUnderAnotherName() {
        JsonClient older = alice("one");
        JsonClient newer = alice("two");

        assertThat(older.awaitClose())
                .isEqualTo("4509 {\"code\":\"taken_over\",\"leg\":\"client\",\"why\":\"another page connected as tab; "
                        + "give each page its own client name\"}");
        answers(newer);
    }

    @Test
    void sameInstanceAgain_olderOneIsClosedWith4011() {
        JsonClient older = alice("one");
        JsonClient newer = alice("one");

        assertThat(older.awaitClose()).startsWith("4011 {\"code\":\"superseded\",\"leg\":\"client\"");
        answers(newer);
    }

    @Test
    void anonymousClientThatComesBack_endsItsOlderSession() {
        JsonClient older = gateway.connect();
        older.send("{\"type\":\"connect\",\"instance\":\"i\"}");
        String welcome = older.await("\"type\":\"welcome\"");

        JsonClient newer = gateway.connect();
        newer.send("{\"type\":\"connect\",\"instance\":\"i\",\"client\":\"" + field(welcome, "client")
                + "\",\"secret\":\"" + field(welcome, "secret") + "\"}");

        newer.await("\"type\":\"welcome\"", field(welcome, "client"));
        assertThat(older.awaitClose()).startsWith("4011 ");
        answers(newer);
    }

    private static String field(String frame, String name) {
        String start = "\"" + name + "\":\"";
        int from = frame.indexOf(start) + start.length();
        return frame.substring(from, frame.indexOf('"', from));
    }

    @Test
    void manyAtOnce_underOneName_exactlyOneStays() {
        List<JsonClient> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            JsonClient client = gateway.connectAs("alice");
            client.send("{\"type\":\"connect\",\"client\":\"tab\",\"instance\":\"i" + i + "\"}");
            all.add(client);
        }

        Awaitility.await().until(() -> all.stream().filter(JsonClient::isOpen).count() == 1);
        all.stream().filter(JsonClient::isOpen).forEach(TakeoverTest::answers);
        assertThat(all.stream().filter(client -> !client.isOpen()).map(JsonClient::awaitClose))
                .hasSize(19)
                .allMatch(close -> close.startsWith("4509 "));
    }
}
