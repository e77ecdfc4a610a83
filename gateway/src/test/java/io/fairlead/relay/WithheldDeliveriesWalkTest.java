package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/** A broker that delivers, a client, and rights that come and go, with few packet ids and connections that break. */
class WithheldDeliveriesWalkTest {

    private static final int IDS = 3;

    @Test
    void every_exchange_ends_and_no_message_is_taken_for_another() {
        for (int seed = 0; seed < 500; seed++) {
            Walk walk = new Walk(seed);
            walk.run(1500);
            assertThat(walk.passed).as("seed %s: what was passed on", seed).isNotEmpty();
            assertThat(walk.taken).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(walk.passed);
        }
    }

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
        final Set<String> passed = new HashSet<>();
        final List<String> taken = new ArrayList<>();

        // The broker's session.
        final Map<Integer, Sent> sent = new TreeMap<>();
        int messages;

        // The client's session.
        final Map<Integer, String> received = new HashMap<>();

        // As long as a connection.
        WithheldDeliveries deliveries = new WithheldDeliveries();
        final Deque<Object> fromBroker = new ArrayDeque<>();
        final Deque<Object> toClient = new ArrayDeque<>();
        final Deque<MqttMessage> fromClient = new ArrayDeque<>();
        final Deque<MqttMessage> toBroker = new ArrayDeque<>();

        boolean allowed = true;

        Walk(int seed) {
            this.random = new Random(seed);
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
                } else {
                    move();
                }
            }
            while (!(fromBroker.isEmpty() && toClient.isEmpty() && fromClient.isEmpty() && toBroker.isEmpty())) {
                move();
            }
            assertThat(sent).as("what the broker still waits for").isEmpty();
            assertThat(received).as("what the client still waits for").isEmpty();
        }

        private void send() {
            int id = 1 + random.nextInt(IDS);
            if (!sent.containsKey(id)) {
                Sent message = new Sent(1 + random.nextInt(2), "m" + ++messages);
                sent.put(id, message);
                fromBroker.add(Frames.publish(false, message.qos, false, id, message.payload));
            }
        }

        private void reconnect() {
            fromBroker.clear();
            toClient.clear();
            fromClient.clear();
            toBroker.clear();
            deliveries = new WithheldDeliveries();
            sent.forEach((id, message) -> fromBroker.add(
                    message.received
                            ? Answers.pubRel(id)
                            : Frames.publish(false, message.qos, true, id, message.payload)));
        }

        private void move() {
            switch (random.nextInt(4)) {
                case 0 -> gateway(fromBroker.poll());
                case 1 -> client(toClient.poll());
                case 2 -> back(fromClient.poll());
                default -> broker(toBroker.poll());
            }
        }

        private void gateway(@Nullable Object packet) {
            if (packet instanceof PublishFrame frame) {
                if (allowed && !deliveries.repeatsWithheld(frame)) {
                    deliveries.deliver(frame);
                    toClient.add(frame);
                } else {
                    pass(deliveries.withhold(frame));
                }
            } else if (packet instanceof MqttMessage pubRel) {
                pass(deliveries.onPubRel(pubRel));
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

        private void client(@Nullable Object packet) {
            if (packet instanceof PublishFrame frame) {
                take(frame, Frames.payload(frame));
            } else if (packet instanceof MqttMessage pubRel) {
                received.remove(Answers.idOf(pubRel));
                fromClient.add(Answers.pubComp(Answers.idOf(pubRel)));
            }
        }

        private void take(PublishFrame frame, String payload) {
            passed.add(payload);
            if (frame.qos() == 1) {
                if (!taken.contains(payload)) {
                    taken.add(payload);
                }
                fromClient.add(Answers.pubAck(frame.packetId()));
                return;
            }
            String known = received.putIfAbsent(frame.packetId(), payload);
            if (known == null) {
                taken.add(payload);
            } else {
                assertThat(payload).as("what is taken for a repetition").isEqualTo(known);
            }
            fromClient.add(Answers.pubRec(frame.packetId()));
        }

        private void back(@Nullable MqttMessage answer) {
            if (answer != null) {
                if (answer.fixedHeader().messageType() != MqttMessageType.PUBACK) {
                    deliveries.onAnswer(answer);
                }
                toBroker.add(answer);
            }
        }

        private void broker(@Nullable MqttMessage answer) {
            if (answer == null) {
                return;
            }
            int id = Answers.idOf(answer);
            Sent message = sent.get(id);
            if (message == null) {
                throw new AssertionError(Frames.words(answer) + " answers nothing");
            }
            if (answer.fixedHeader().messageType() != MqttMessageType.PUBREC) {
                sent.remove(id);
            } else if (!message.received) {
                message.received = true;
                fromBroker.add(Answers.pubRel(id));
            }
        }
    }
}
