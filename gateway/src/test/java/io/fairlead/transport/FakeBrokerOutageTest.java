package io.fairlead.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Qos;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients of the whole gateway see of a broker that goes and comes. */
@ExtendWith(NoLeaks.class)
class FakeBrokerOutageTest {
    private final FakeBroker broker = new FakeBroker();
    private final TestGateway gateway = TestGateway.start(broker).awaitBroker();

    @AfterEach
    void end() {
        gateway.close();
        broker.close();
    }

    @Test
    void broker_goesAndComes_closesNoClientAndDeliversAgain() {
        try (JsonClient client = gateway.connect()) {
            client.subscribe("notes/a");
            broker.down();
            client.await("\"broker_down\"");

            broker.up();

            client.await("\"broker_up\"");
            await().untilAsserted(() -> {
                broker.publish("note/a", "again", Qos.AT_LEAST_ONCE);
                client.await("\"text\":\"again\"");
            });
        }
    }

    @Test
    void publish_brokerNeverAnswers_isNeverCalledPublished() {
        try (JsonClient client = gateway.connect()) {
            broker.faults().holdAcknowledgements();
            client.send("{\"type\":\"publish\",\"id\":\"m\",\"channel\":\"notes/a\",\"text\":\"x\",\"qos\":1}");
            await().until(() -> broker.published().size() == 1);

            broker.down();

            client.await("\"error\"", "\"id\":\"m\"", "\"code\":\"outcome_unknown\"", "\"leg\":\"broker\"");
            assertThat(client.frames()).noneMatch(frame -> frame.contains("\"published\""));
        }
    }

    @Test
    void message_notJsonOnAJsonRoute_arrivesInTheNextForm() {
        try (JsonClient client = gateway.connect()) {
            client.subscribe("chat/42");

            broker.publish("im/room/42/msg", "21.5 °C", Qos.AT_LEAST_ONCE);

            client.await("\"type\":\"message\"", "\"text\":\"21.5 °C\"");
        }
    }
}
