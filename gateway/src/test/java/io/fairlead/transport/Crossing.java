package io.fairlead.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.Broker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients talk through the whole gateway: what must hold over any broker. */
public abstract class Crossing {
    private static final String ALL_OF_UTF8 = "grüße 漢字 🛥 \\u0000 \\\" end";

    private Broker broker;
    private TestGateway gateway;

    /** A broker that is up, to be closed after each test. */
    protected abstract Broker broker();

    @BeforeEach
    void start() {
        broker = broker();
        gateway = TestGateway.start(broker).awaitBroker();
    }

    @AfterEach
    void end() {
        gateway.close();
        broker.close();
    }

    @Test
    void publish_twoClientsOnOneChannel_bothHearItIntact() {
        try (JsonClient alice = gateway.connect();
                JsonClient bob = gateway.connect()) {
            alice.subscribe("chat/42");
            bob.subscribe("chat/42");

            alice.send("{\"type\":\"publish\",\"id\":\"m-1\",\"channel\":\"chat/42\",\"data\":{\"text\":\""
                    + ALL_OF_UTF8 + "\"}}");

            assertThat(alice.await("\"published\"", "\"id\":\"m-1\"")).contains("\"by\":\"broker\"");
            assertThat(bob.await("\"type\":\"message\"")).contains("\"data\":{\"text\":\"" + ALL_OF_UTF8 + "\"}");
            alice.await("\"type\":\"message\"", "\"channel\":\"chat/42\"");
        }
    }

    @Test
    void publish_eachQos_isAnsweredByWhoVouches() {
        try (JsonClient client = gateway.connect()) {
            client.subscribe("notes/a");
            for (int qos = 0; qos <= 2; qos++) {
                client.send("{\"type\":\"publish\",\"id\":" + qos + ",\"channel\":\"notes/a\",\"text\":\"q" + qos
                        + "\",\"qos\":" + qos + "}");
            }

            client.await("\"published\"", "\"id\":0", "\"by\":\"gateway\"");
            client.await("\"published\"", "\"id\":1", "\"by\":\"broker\"");
            client.await("\"published\"", "\"id\":2", "\"by\":\"broker\"");
            client.await("\"type\":\"message\"", "\"text\":\"q0\"");
            client.await("\"type\":\"message\"", "\"text\":\"q1\"");
            client.await("\"type\":\"message\"", "\"text\":\"q2\"");
        }
    }

    @Test
    void handshake_withChannels_subscribesAtOnce() {
        try (JsonClient listener = gateway.connect("/ws?channel=notes/a&channel=devices/%2B/temp");
                JsonClient speaker = gateway.connect()) {
            listener.await("\"type\":\"welcome\"");
            listener.await("\"type\":\"subscribed\"", "\"channel\":\"notes/a\"");
            listener.await("\"type\":\"subscribed\"", "\"channel\":\"devices/+/temp\"");

            speaker.send("{\"type\":\"publish\",\"channel\":\"notes/a\",\"text\":\"hello\"}");

            listener.await("\"type\":\"message\"", "\"text\":\"hello\"");
        }
    }

    @Test
    void batch_inOneFrame_isAnsweredInOrder() {
        try (JsonClient client = gateway.connect()) {
            client.send("[{\"type\":\"ping\",\"id\":1},{\"type\":\"nonsense\",\"id\":2},{\"type\":\"ping\",\"id\":3}]");

            client.await("\"pong\"", "\"id\":3");
            assertThat(client.frames().stream().filter(frame -> frame.contains("\"id\"")))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("\"pong\"", "\"id\":1"),
                            second -> assertThat(second).contains("\"unknown_type\"", "\"id\":2"),
                            third -> assertThat(third).contains("\"pong\"", "\"id\":3"));
        }
    }

    @Test
    void retained_value_reachesALateJoiner() {
        try (JsonClient early = gateway.connect();
                JsonClient late = gateway.connect()) {
            early.send("{\"type\":\"publish\",\"id\":1,\"channel\":\"notes/kept\",\"text\":\"kept\",\"retain\":true}");
            early.await("\"published\"");

            late.subscribe("notes/kept");

            late.await("\"type\":\"message\"", "\"text\":\"kept\"", "\"retained\":true");
            early.send("{\"type\":\"publish\",\"id\":2,\"channel\":\"notes/kept\",\"text\":\"\",\"retain\":true}");
            early.await("\"published\"", "\"id\":2");
        }
    }

    @Test
    void user_ownChannel_isReachedAndOthersAreNot() {
        try (JsonClient alice = gateway.connectAs("alice");
                JsonClient bob = gateway.connectAs("bob")) {
            bob.subscribe("desk/bob");
            alice.subscribe("desk/alice");

            bob.send("{\"type\":\"publish\",\"id\":1,\"channel\":\"desk/alice\",\"text\":\"from bob\"}");
            bob.await("\"error\"", "\"id\":1", "\"leg\":\"gateway\"");

            alice.send("{\"type\":\"publish\",\"id\":2,\"channel\":\"desk/alice\",\"text\":\"own\"}");
            alice.await("\"type\":\"message\"", "\"text\":\"own\"");
            assertThat(alice.frames()).noneMatch(frame -> frame.contains("from bob"));
        }
    }
}
