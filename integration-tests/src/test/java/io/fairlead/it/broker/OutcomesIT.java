package io.fairlead.it.broker;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.LinkProbe;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.MosquittoSubscriber;
import io.fairlead.it.TcpProxy;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publish comes to where it is not simply accepted. */
class OutcomesIT {

    private final Links links = new Links();

    @AfterEach
    void endLinks() {
        links.end();
    }

    private LinkProbe link(int port) {
        return links.openUp(RealBroker.quick(MqttVersion.V5, "mqtt://127.0.0.1:" + port));
    }

    private static Message text(String text, Qos qos) {
        return Message.of(new TopicName("t"), text.getBytes(StandardCharsets.UTF_8), qos);
    }

    @Test
    void answersHeldBack_linkLost_sentIsUnknownAndWaitingIsNotSent() {
        try (Mosquitto mosquitto = Mosquitto.start("max_inflight_messages 5");
                TcpProxy wire = TcpProxy.to(mosquitto.port())) {
            LinkProbe link = link(wire.port());
            assertThat(link.ups().get(0).receiveMaximum()).isEqualTo(5);
            try (MosquittoSubscriber device = mosquitto.clients().subscribe("t")) {
                wire.holdAnswers();
                CompletableFuture<List<PublishOutcome>> outcomes =
                        link.publishAll(Collections.nCopies(8, text("x", Qos.AT_LEAST_ONCE)));
                await().until(() -> device.received().size() == 5);
                assertThat(link.inFlight()).isEqualTo(8);

                wire.cut();

                assertThat(outcomes.join().subList(0, 5)).hasOnlyElementsOfType(PublishOutcome.Unknown.class);
                assertThat(outcomes.join().subList(5, 8)).hasOnlyElementsOfType(PublishOutcome.NotSent.class);
                await().until(() -> link.ups().size() == 2);
                assertThat(link.publish(text("last", Qos.AT_LEAST_ONCE))).isInstanceOf(PublishOutcome.Accepted.class);
                await().until(() -> device.texts().contains("last"));
                assertThat(device.texts().stream().filter("x"::equals).count()).isBetween(5L, 10L);
                assertThat(link.inFlight()).isZero();
            }
            links.close();
        }
    }

    @Test
    void accessRules_askedForMore_refuseWithTheBrokersCode(@TempDir Path folder) throws Exception {
        Path rules = Files.writeString(folder.resolve("acl"), "topic readwrite open/#\n");
        try (Mosquitto mosquitto = Mosquitto.start("acl_file " + rules)) {
            LinkProbe link = link(mosquitto.port());

            PublishOutcome once = link.publish("closed/x", "x", Qos.AT_LEAST_ONCE);
            PublishOutcome exactlyOnce = link.publish("closed/x", "x", Qos.EXACTLY_ONCE);
            PublishOutcome open = link.publish("open/x", "x", Qos.EXACTLY_ONCE);

            assertThat(once).isEqualTo(new PublishOutcome.Refused(135, "not authorized"));
            assertThat(exactlyOnce).isEqualTo(new PublishOutcome.Refused(135, "not authorized"));
            assertThat(open).isInstanceOf(PublishOutcome.Accepted.class);
            links.close();
        }
    }

    @Test
    void tooLargeForTheBroker_published_isNotPossibleAndTheLinkStays() {
        try (Mosquitto mosquitto = Mosquitto.start("max_packet_size 1000")) {
            LinkProbe link = link(mosquitto.port());

            assertThat(link.publish(text("x".repeat(950), Qos.AT_LEAST_ONCE)))
                    .isInstanceOf(PublishOutcome.Accepted.class);
            assertThat(link.publish(text("x".repeat(999), Qos.AT_LEAST_ONCE)))
                    .isInstanceOf(PublishOutcome.NotPossible.class);
            assertThat(link.publish(text("x".repeat(2_000), Qos.AT_LEAST_ONCE)))
                    .isInstanceOf(PublishOutcome.NotPossible.class);

            assertThat(link.downs()).isEmpty();
            links.close();
        }
    }

    @Test
    void exactlyOnce_heldOverALoss_comesOnceAndIsAcknowledgedLater() {
        try (Mosquitto mosquitto = Mosquitto.start();
                TcpProxy wire = TcpProxy.to(mosquitto.port())) {
            LinkProbe link = link(wire.port()).holdingAcknowledgements();
            assertThat(link.subscribe("t", Qos.EXACTLY_ONCE)).isEqualTo(new SubscribeOutcome.Granted(Qos.EXACTLY_ONCE));
            link.publish(text("first", Qos.EXACTLY_ONCE));
            await().until(() -> link.messages().size() == 1);

            wire.cut();
            await().until(() -> link.ups().size() == 2);
            link.acknowledge(0);

            link.publish(text("second", Qos.EXACTLY_ONCE));
            await().until(() -> link.messages().size() == 2);
            assertThat(link.texts()).containsExactly("first", "second");
            links.close();
        }
    }
}
