package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Reason;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that publishes, a broker, and rights that come and go, with few packet ids and connections that break. */
class PublishExchangesWalkTest {

    private static final int IDS = 3;
    private static final Denial DENIAL = new Denial(Reason.FORBIDDEN, "not now");

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void every_exchange_ends_and_no_message_is_taken_for_another(boolean v5) {
        for (int seed = 0; seed < 300; seed++) {
            Walk walk = new Walk(v5, seed);
            walk.run(1500);
            assertThat(walk.passed).as("seed %s: what was passed on", seed).isNotEmpty();
            assertThat(walk.published).as("seed %s", seed).containsAll(walk.passed);
            assertThat(walk.published.stream().filter(message -> !walk.refusedAgain.contains(message)))
                    .as("seed %s: exactly once, but for what was refused in between", seed)
                    .doesNotHaveDuplicates();
        }
    }

    /** What the client knows of a message that it has not been told the end of. */
    private static final class Sent {
        final int qos;
        final String payload;
        boolean received;

        Sent(int qos, String payload) {
            this.qos = qos;
            this.payload = payload;
        }
    }

    private static final class Walk {
        final Random random;
        final boolean v5;
        final Set<String> passed = new HashSet<>();
        final List<String> published = new ArrayList<>();
        /** MQTT 5: repetitions that were refused. If the refusal is lost and the right comes back, they are published again. */
        final Set<String> refusedAgain = new HashSet<>();

        // The client's session.
        final Map<Integer, Sent> sent = new TreeMap<>();
        int messages;

        // The broker's session.
        final Map<Integer, String> received = new HashMap<>();

        // As long as a connection.
        PublishExchanges exchanges;
        final Deque<Object> fromClient = new ArrayDeque<>();
        final Deque<Object> toBroker = new ArrayDeque<>();
        final Deque<MqttMessage> fromBroker = new ArrayDeque<>();
        final Deque<MqttMessage> toClient = new ArrayDeque<>();

        boolean allowed = true;

        Walk(boolean v5, int seed) {
            this.v5 = v5;
            this.random = new Random(seed);
            this.exchanges = fresh();
        }

        private PublishExchanges fresh() {
            return new PublishExchanges(new Answers(v5, true, PacketSizes.UNLIMITED), DeniedPublish.DROP);
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                int what = random.nextInt(100);
                if (what < 20) {
                    send();
                } else if (what < 22) {
                    reconnect();
                } else if (what < 27) {
                    allowed = !allowed;
                } else if (what < 30 && !v5) {
                    repeat();
                } else {
                    move();
                }
            }
            while (!(fromClient.isEmpty() && toBroker.isEmpty() && fromBroker.isEmpty() && toClient.isEmpty())) {
                move();
            }
            assertThat(sent).as("what the client still waits for").isEmpty();
            assertThat(received).as("what the broker still waits for").isEmpty();
            for (int id = 1; id <= IDS; id++) {
                assertThat(exchanges.uses(id)).as("id %s", id).isFalse();
            }
        }

        private void send() {
            int id = 1 + random.nextInt(IDS);
            if (!sent.containsKey(id)) {
                Sent message = new Sent(1 + random.nextInt(2), "m" + ++messages);
                sent.put(id, message);
                fromClient.add(Frames.publish(v5, message.qos, false, id, message.payload));
            }
        }

        /** As clients of 3.1.1 do that lose patience. */
        private void repeat() {
            sent.forEach((id, message) -> {
                if (!message.received) {
                    fromClient.add(Frames.publish(v5, message.qos, true, id, message.payload));
                }
            });
        }

        private void reconnect() {
            fromClient.clear();
            toBroker.clear();
            fromBroker.clear();
            toClient.clear();
            exchanges = fresh();
            sent.forEach((id, message) -> fromClient.add(
                    message.received
                            ? Answers.pubRel(id)
                            : Frames.publish(v5, message.qos, true, id, message.payload)));
        }

        private void move() {
            switch (random.nextInt(4)) {
                case 0 -> gateway(fromClient.poll());
                case 1 -> broker(toBroker.poll());
                case 2 -> back(fromBroker.poll());
                default -> client(toClient.poll());
            }
        }

        private void gateway(@Nullable Object packet) {
            if (packet instanceof PublishFrame frame) {
                if (allowed && !exchanges.repeatsRefused(frame)) {
                    exchanges.pass(frame);
                    toBroker.add(frame);
                } else {
                    if (v5 && frame.isDup()) {
                        refusedAgain.add(Frames.payload(frame));
                    }
                    pass(exchanges.refuse(frame, DENIAL));
                }
            } else if (packet instanceof MqttMessage pubRel) {
                pass(exchanges.onPubRel(pubRel));
            }
        }

        private void pass(Passage passage) {
            if (passage.toBroker() != null) {
                toBroker.add(passage.toBroker());
            }
            if (passage.toClient() != null) {
                toClient.add(passage.toClient());
            }
        }

        private void broker(@Nullable Object packet) {
            if (packet instanceof PublishFrame frame) {
                receive(frame, Frames.payload(frame));
            } else if (packet instanceof MqttMessage pubRel) {
                received.remove(Answers.idOf(pubRel));
                fromBroker.add(Answers.pubComp(Answers.idOf(pubRel)));
            }
        }

        private void receive(PublishFrame frame, String payload) {
            passed.add(payload);
            if (frame.qos() == 1) {
                if (!published.contains(payload)) {
                    published.add(payload);
                }
                fromBroker.add(Answers.pubAck(frame.packetId()));
                return;
            }
            String known = received.putIfAbsent(frame.packetId(), payload);
            if (known == null) {
                published.add(payload);
            } else {
                assertThat(payload).as("what is taken for a repetition").isEqualTo(known);
            }
            fromBroker.add(Answers.pubRec(frame.packetId()));
        }

        private void back(@Nullable MqttMessage answer) {
            if (answer != null) {
                toClient.add(exchanges.onAnswer(answer));
            }
        }

        private void client(@Nullable MqttMessage answer) {
            if (answer == null) {
                return;
            }
            int id = Answers.idOf(answer);
            Sent message = sent.get(id);
            MqttMessageType type = answer.fixedHeader().messageType();
            if (message == null) {
                assertThat(v5)
                        .as("an answer to nothing, which only repetitions bring")
                        .isFalse();
            } else if (type == MqttMessageType.PUBREC && Answers.codeOf(answer) < 0x80) {
                if (message.qos == 2 && !message.received) {
                    message.received = true;
                    fromClient.add(Answers.pubRel(id));
                }
            } else if (message.qos == 1 || type != MqttMessageType.PUBACK) {
                sent.remove(id);
            }
        }
    }
}
