package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.Identity;
import io.fairlead.topicmap.Mapping;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that subscribes and unsubscribes without waiting, a broker with a will of its own, and an identity that changes. */
class SubscriptionsWalkTest {

    private static final int MOST = 5;
    private static final List<Identity> IDENTITIES = List.of(
            RelayMap.user("alice"), RelayMap.user("alice", "device"), RelayMap.at("north"), RelayMap.at("south"));
    private static final List<String> FILTERS = List.of(
            "devices/7/telemetry/t",
            "mirror/7/t",
            "devices/+/telemetry/#",
            "mirror/+/#",
            "$share/workers/devices/7/telemetry/t",
            "$share/other/devices/7/telemetry/t",
            "devices/7/cmd",
            "site/a",
            "site/+",
            "me/inbox",
            "no/such",
            "a//b",
            "$fairlead/notice",
            "$fairlead/#");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void book_and_broker_agree_and_every_packet_is_answered(boolean v5) {
        int filters = 0;
        int ended = 0;
        for (int seed = 0; seed < 50; seed++) {
            Walk walk = new Walk(v5, seed);
            try {
                walk.run(500);
            } catch (AssertionError wrong) {
                throw new AssertionError("seed " + seed, wrong);
            }
            filters += walk.atBroker.size();
            ended += walk.ended;
        }
        assertThat(filters).isGreaterThan(100);
        assertThat(ended).isGreaterThan(100);
    }

    private static final class Walk {
        final boolean v5;
        final Random random;
        final Rights rights = RelayMap.rights(IDENTITIES.get(0));
        final Subscriptions subscriptions;
        final Deque<MqttMessage> toBroker = new ArrayDeque<>();
        final Deque<MqttMessage> fromBroker = new ArrayDeque<>();
        final Set<String> atBroker = new HashSet<>();
        final List<Integer> subscribing = new ArrayList<>();
        final List<Integer> unsubscribing = new ArrayList<>();
        int ended;

        Walk(boolean v5, int seed) {
            this.v5 = v5;
            this.random = new Random(seed);
            this.subscriptions = new Subscriptions(
                    rights, new Answers(v5, true, PacketSizes.UNLIMITED), false, MOST, id -> false, denial -> {});
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                int what = random.nextInt(100);
                if (what < 20) {
                    subscribe();
                } else if (what < 40) {
                    unsubscribe();
                } else if (what < 43) {
                    change();
                } else if (what < 70) {
                    broker();
                } else {
                    answer();
                }
                assertThat(subscriptions.filters().size()).isLessThanOrEqualTo(MOST);
            }
            while (!toBroker.isEmpty() || !fromBroker.isEmpty()) {
                broker();
                answer();
            }
            assertThat(subscribing).as("SUBSCRIBEs without an answer").isEmpty();
            assertThat(unsubscribing).as("UNSUBSCRIBEs without an answer").isEmpty();
            assertThat(subscriptions.filters().all().stream()
                            .map(entry -> entry.onBroker)
                            .collect(Collectors.toSet()))
                    .isEqualTo(atBroker);
            assertThat(subscriptions.filters().all())
                    .allSatisfy(entry -> assertThat(rights.forSubscribe(entry.asked.channel()))
                            .isInstanceOf(Mapping.Mapped.class));
        }

        private String[] some() {
            String[] some = new String[1 + random.nextInt(3)];
            for (int i = 0; i < some.length; i++) {
                some[i] = FILTERS.get(random.nextInt(FILTERS.size()));
            }
            return some;
        }

        /** Sometimes one that is in use. */
        private int packetId() {
            return random.nextInt(20) == 0 ? 65_535 : 1 + random.nextInt(20);
        }

        private void subscribe() {
            int id = packetId();
            String[] filters = some();
            subscribing.add(id);
            Passage passage = subscriptions.onSubscribe(FilterPackets.subscribe(id, filters));
            assertThat(FilterPackets.filters(passage.toBroker())).allSatisfy(this::isMineNow);
            pass(passage, filters.length);
        }

        private void isMineNow(String onBroker) {
            assertThat(subscriptions.filters().all()).anySatisfy(entry -> {
                assertThat(entry.onBroker).isEqualTo(onBroker);
                assertThat(rights.forSubscribe(entry.asked.channel())).isInstanceOf(Mapping.Mapped.class);
            });
        }

        private void unsubscribe() {
            int id = packetId();
            String[] filters = some();
            unsubscribing.add(id);
            pass(subscriptions.onUnsubscribe(FilterPackets.unsubscribe(id, filters)), filters.length);
        }

        private void pass(Passage passage, int filters) {
            if (passage.toBroker() != null) {
                toBroker.add(passage.toBroker());
                kept.add(filters);
            }
            if (passage.toClient() != null) {
                client(passage.toClient(), filters);
            }
        }

        /** How many filters the client's packets had that the broker has to answer, in order of each kind. */
        final Deque<Integer> kept = new ArrayDeque<>();

        private void change() {
            rights.identity(IDENTITIES.get(random.nextInt(IDENTITIES.size())));
            Subscriptions.Recheck recheck = subscriptions.recheck();
            ended += recheck.ended().size();
            for (MqttMessage packet : recheck.toBroker()) {
                assertThat(subscribing).doesNotContain(Answers.idOf(packet));
                assertThat(unsubscribing).doesNotContain(Answers.idOf(packet));
                toBroker.add(packet);
                kept.add(-1);
            }
        }

        private void broker() {
            MqttMessage packet = toBroker.poll();
            if (packet == null) {
                return;
            }
            List<String> filters = FilterPackets.filters(packet);
            boolean refuses = random.nextInt(10) == 0 && kept.peek() != null && kept.getFirst() >= 0;
            int[] codes = new int[filters.size()];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = answer(packet, filters.get(i), refuses);
            }
            int id = Answers.idOf(packet);
            fromBroker.add(
                    packet instanceof MqttSubscribeMessage
                            ? FilterPackets.subAck(id, codes)
                            : FilterPackets.unsubAck(id, v5 ? codes : new int[0]));
            answers.add(kept.remove());
        }

        final Deque<Integer> answers = new ArrayDeque<>();

        private int answer(MqttMessage packet, String filter, boolean refuses) {
            if (packet instanceof MqttSubscribeMessage) {
                if (refuses && !atBroker.contains(filter)) {
                    return 0x80;
                }
                atBroker.add(filter);
                return 1;
            }
            assertThat(packet).isInstanceOf(MqttUnsubscribeMessage.class);
            return atBroker.remove(filter) ? 0 : 0x11;
        }

        private void answer() {
            MqttMessage packet = fromBroker.poll();
            if (packet == null) {
                return;
            }
            int filters = answers.remove();
            MqttMessage toClient = packet instanceof MqttSubAckMessage subAck
                    ? subscriptions.onSubAck(subAck)
                    : subscriptions.onUnsubAck((MqttUnsubAckMessage) packet);
            if (filters < 0) {
                assertThat(toClient).as("the answer to the gateway's own").isNull();
            } else {
                client(Objects.requireNonNull(toClient), filters);
            }
        }

        private void client(MqttMessage answer, int filters) {
            boolean ofSubscribe = answer instanceof MqttSubAckMessage;
            List<Integer> waiting = ofSubscribe ? subscribing : unsubscribing;
            assertThat(waiting.remove((Integer) Answers.idOf(answer))).isTrue();
            if (ofSubscribe || v5) {
                assertThat(FilterPackets.codes(answer)).hasSize(filters);
            }
        }
    }
}
