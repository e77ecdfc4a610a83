package io.fairlead.relay;

import static io.fairlead.relay.FilterPackets.codes;
import static io.fairlead.relay.FilterPackets.filters;
import static io.fairlead.relay.FilterPackets.option;
import static io.fairlead.relay.FilterPackets.subAck;
import static io.fairlead.relay.FilterPackets.subscribe;
import static io.fairlead.relay.FilterPackets.unsubAck;
import static io.fairlead.relay.FilterPackets.unsubscribe;
import static io.fairlead.relay.FilterPackets.why;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.config.TopicMapFile;
import io.fairlead.session.Reason;
import io.fairlead.wire.mqtt.MqttFault;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {

    private static final String TELEMETRY = "devices/7/telemetry/t";
    private static final String MIRROR = "mirror/7/t";
    private static final String TOPIC = "dt/7/tele/t";

    private final List<Denial> denials = new ArrayList<>();
    private final Set<Integer> used = new HashSet<>();
    private final Rights rights = RelayMap.rights(RelayMap.user("alice"));
    private final Subscriptions v5 = subscriptions(new Answers(true, true, PacketSizes.UNLIMITED));
    private final Subscriptions v311 = subscriptions(new Answers(false, true, PacketSizes.UNLIMITED));

    private Subscriptions subscriptions(Answers answers) {
        return new Subscriptions(rights, answers, false, 3, used::contains, denials::add);
    }

    private static void granted(Subscriptions to, int packetId, String filter) {
        to.onSubscribe(subscribe(packetId, filter));
        to.onSubAck(subAck(packetId, 1));
    }

    // ---- SUBSCRIBE

    @Test
    void subscribe_goes_on_mapped_with_all_else_as_it_was() {
        MqttSubscribeMessage asked = subscribe(7, 12, option(2, true), TELEMETRY, "devices/+/telemetry/#");

        Passage passage = v5.onSubscribe(asked);

        assertThat(passage.toClient()).isNull();
        MqttSubscribeMessage sent = Objects.requireNonNull((MqttSubscribeMessage) passage.toBroker());
        assertThat(filters(sent)).containsExactly(TOPIC, "dt/+/tele/#");
        assertThat(sent.variableHeader().messageId()).isEqualTo(7);
        assertThat(sent.idAndPropertiesVariableHeader()
                        .properties()
                        .getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER))
                .isEqualTo(new IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER, 12));
        assertThat(sent.payload().topicSubscriptions())
                .allSatisfy(one -> assertThat(one.option()).isEqualTo(option(2, true)));
        assertThat(codes(v5.onSubAck(subAck(7, 2, 1)))).containsExactly(2, 1);
        assertThat(denials).isEmpty();
    }

    @Test
    void v5_refused_filters_have_their_codes_among_the_brokers() {
        Passage passage = v5.onSubscribe(
                subscribe(7, "no/such", TELEMETRY, "devices/7/cmd", "a//b", MIRROR, "$SYS/#", "fairlead/x"));

        assertThat(filters(passage.toBroker())).containsExactly(TOPIC, TOPIC);
        var answer = v5.onSubAck(subAck(7, "quota is low", 1, 0x97));
        assertThat(codes(answer)).containsExactly(0x8F, 1, 0x87, 0x8F, 0x97, 0x8F, 0x8F);
        assertThat(why(answer))
                .startsWith("gateway: no route of the topic map names no/such (no_route); and 4 more")
                .endsWith("; broker: quota is low");
        assertThat(denials)
                .extracting(Denial::reason)
                .containsExactly(
                        Reason.NO_ROUTE, Reason.FORBIDDEN, Reason.BAD_CHANNEL, Reason.NO_ROUTE, Reason.NO_ROUTE);
    }

    @Test
    void v5_subscribe_without_an_allowed_filter_is_answered_at_once() {
        Passage passage = v5.onSubscribe(subscribe(7, "devices/7/cmd"));

        assertThat(passage.toBroker()).isNull();
        assertThat(codes(passage.toClient())).containsExactly(0x87);
        assertThat(why(passage.toClient())).startsWith("gateway: ").contains("devices/7/cmd");
    }

    @Test
    void v311_refused_filters_are_failures() {
        v311.onSubscribe(subscribe(7, "no/such", TELEMETRY));
        assertThat(codes(v311.onSubAck(subAck(7, 0)))).containsExactly(0x80, 0);
        assertThat(codes(v311.onSubscribe(subscribe(8, "no/such")).toClient())).containsExactly(0x80);
    }

    @Test
    void client_that_wants_no_reason_strings_gets_none_and_one_of_small_packets_none_that_do_not_fit() {
        Subscriptions silent = subscriptions(new Answers(true, false, PacketSizes.UNLIMITED));
        Subscriptions small = subscriptions(new Answers(true, true, 40));

        assertThat(why(silent.onSubscribe(subscribe(7, "no/such")).toClient())).isNull();
        assertThat(why(small.onSubscribe(subscribe(7, "no/such")).toClient())).isNull();
    }

    @Test
    void only_so_many_subscriptions_but_each_as_often_as_one_likes() {
        granted(v5, 1, "devices/1/telemetry/t");
        granted(v5, 2, "devices/2/telemetry/t");

        v5.onSubscribe(subscribe(3, "devices/1/telemetry/t", "devices/3/telemetry/t", "devices/4/telemetry/t"));
        assertThat(codes(v5.onSubAck(subAck(3, 0, 0)))).containsExactly(0, 0, 0x97);

        v5.onUnsubscribe(unsubscribe(4, "devices/1/telemetry/t"));
        v5.onSubscribe(subscribe(5, "devices/4/telemetry/t"));
        assertThat(codes(v5.onSubAck(subAck(5, 0)))).containsExactly(0);
    }

    @Test
    void filter_that_the_broker_refuses_does_not_count() {
        for (int id = 1; id < 10; id++) {
            v5.onSubscribe(subscribe(id, "devices/" + id + "/telemetry/t"));
            v5.onSubAck(subAck(id, 0x87));
        }
        assertThat(v5.filters().size()).isZero();
    }

    @Test
    void filter_granted_before_stands_when_asking_again_fails() {
        granted(v5, 1, TELEMETRY);
        v5.onSubscribe(subscribe(2, TELEMETRY));
        v5.onSubAck(subAck(2, 0x80));

        assertThat(v5.filters().size()).isEqualTo(1);
    }

    @Test
    void suback_that_answers_nothing_is_the_brokers_fault() {
        assertThatThrownBy(() -> v5.onSubAck(subAck(9, 0))).isInstanceOf(MqttFault.class);
        v5.onSubscribe(subscribe(7, TELEMETRY));
        assertThatThrownBy(() -> v5.onSubAck(subAck(7, 0, 0))).isInstanceOf(MqttFault.class);
    }

    @Test
    void packets_under_one_id_are_answered_in_their_order() {
        v5.onSubscribe(subscribe(7, "no/such", TELEMETRY));
        v5.onSubscribe(subscribe(7, MIRROR, "no/such"));

        assertThat(codes(v5.onSubAck(subAck(7, 1)))).containsExactly(0x8F, 1);
        assertThat(codes(v5.onSubAck(subAck(7, 2)))).containsExactly(2, 0x8F);
    }

    @Test
    void client_is_full_while_the_broker_owes_a_thousand_answers() {
        for (int id = 1; id <= 1000; id++) {
            assertThat(v5.isFull()).isFalse();
            v5.onSubscribe(subscribe(id, TELEMETRY));
        }
        assertThat(v5.isFull()).isTrue();
        v5.onSubAck(subAck(1, 0));
        assertThat(v5.isFull()).isFalse();
    }

    // ---- $share and the gateway's own names

    @Test
    void shared_subscription_is_mapped_inside_where_the_route_lists_the_group() {
        Passage passage = v5.onSubscribe(subscribe(7, "$share/workers/devices/+/telemetry/#"));

        assertThat(filters(passage.toBroker())).containsExactly("$share/workers/dt/+/tele/#");
    }

    @Test
    void shared_subscription_of_another_group_or_none_is_refused() {
        Passage passage = v5.onSubscribe(subscribe(
                7,
                "$share/other/" + TELEMETRY,
                "$share/workers/" + MIRROR,
                "$share/workers",
                "$share//" + TELEMETRY,
                "$share/+/" + TELEMETRY,
                "$share/workers/",
                "$share/workers/$share/workers/" + TELEMETRY));

        assertThat(passage.toBroker()).isNull();
        assertThat(codes(passage.toClient())).containsExactly(0x87, 0x87, 0x8F, 0x8F, 0x8F, 0x8F, 0x8F);
    }

    @Test
    void shared_subscription_with_no_local_is_a_protocol_error() {
        MqttSubscribeMessage asked = subscribe(7, 0, option(0, true), "$share/workers/" + TELEMETRY);

        assertThatThrownBy(() -> v5.onSubscribe(asked))
                .isInstanceOfSatisfying(
                        MqttFault.class, fault -> assertThat(fault.code()).isEqualTo(MqttFault.PROTOCOL_ERROR));
    }

    @Test
    void notices_are_subscribed_to_here() {
        assertThat(v5.wantsNotices()).isFalse();

        Passage passage = v5.onSubscribe(subscribe(7, "$fairlead/notice"));
        assertThat(passage.toBroker()).isNull();
        assertThat(codes(passage.toClient())).containsExactly(0);
        assertThat(v5.wantsNotices()).isTrue();
        assertThat(v5.filters().size()).isZero();

        passage = v5.onUnsubscribe(unsubscribe(8, "$fairlead/notice", "$fairlead/notice"));
        assertThat(passage.toBroker()).isNull();
        assertThat(codes(passage.toClient())).containsExactly(0, 0x11);
        assertThat(v5.wantsNotices()).isFalse();
    }

    @Test
    void nothing_else_of_the_gateways_own_can_be_subscribed_to() {
        Passage passage = v5.onSubscribe(subscribe(
                7,
                "$fairlead/#",
                "$fairlead/auth",
                "$reply/x",
                "$reply/#",
                "$share/g/$fairlead/notice",
                "#",
                "+/notice"));

        assertThat(passage.toBroker()).isNull();
        assertThat(codes(passage.toClient())).containsOnly(0x8F);
        assertThat(v5.wantsNotices()).isFalse();
    }

    // ---- UNSUBSCRIBE

    @Test
    void unsubscribe_goes_on_mapped_and_its_codes_come_back_in_order() {
        granted(v5, 1, TELEMETRY);

        Passage passage = v5.onUnsubscribe(unsubscribe(2, "no/such", TELEMETRY, "$fairlead/notice"));

        assertThat(filters(passage.toBroker())).containsExactly(TOPIC);
        assertThat(codes(v5.onUnsubAck(unsubAck(2, 0)))).containsExactly(0x11, 0, 0x11);
        assertThat(v5.filters().size()).isZero();
    }

    @Test
    void v311_unsubscribe_of_what_never_was_is_answered() {
        Passage passage = v311.onUnsubscribe(unsubscribe(2, "no/such"));

        assertThat(passage.toBroker()).isNull();
        assertThat(passage.toClient()).isNotNull();
        assertThat(codes(passage.toClient())).isEmpty();
    }

    @Test
    void filter_that_only_the_brokers_session_knows_is_unsubscribed_as_the_map_has_it() {
        Passage passage = v5.onUnsubscribe(unsubscribe(2, "mirror/+/#", "$share/workers/" + TELEMETRY));

        assertThat(filters(passage.toBroker())).containsExactly("dt/+/tele/#", "$share/workers/" + TOPIC);
        assertThat(codes(v5.onUnsubAck(unsubAck(2, 0x11, 0)))).containsExactly(0x11, 0);
    }

    @Test
    void filter_whose_right_was_taken_away_can_still_be_unsubscribed() {
        rights.identity(RelayMap.user("alice", "device"));
        granted(v5, 1, "devices/7/cmd");
        rights.identity(RelayMap.user("alice"));

        assertThat(filters(v5.onUnsubscribe(unsubscribe(2, "devices/7/cmd")).toBroker()))
                .containsExactly("dt/7/cmd");
    }

    @Test
    void filter_that_two_names_share_on_the_broker_ends_with_the_last_of_them() {
        granted(v5, 1, TELEMETRY);
        granted(v5, 2, MIRROR);

        Passage first = v5.onUnsubscribe(unsubscribe(3, TELEMETRY));
        assertThat(first.toBroker()).isNull();
        assertThat(codes(first.toClient())).containsExactly(0);

        assertThat(filters(v5.onUnsubscribe(unsubscribe(4, MIRROR)).toBroker())).containsExactly(TOPIC);
    }

    @Test
    void filter_that_another_name_needs_is_kept_from_an_unsubscribe_under_a_name_never_used() {
        granted(v5, 1, TELEMETRY);

        Passage passage = v5.onUnsubscribe(unsubscribe(3, MIRROR));

        assertThat(passage.toBroker()).isNull();
        assertThat(codes(passage.toClient())).containsExactly(0x11);
    }

    @Test
    void both_names_in_one_unsubscribe_end_the_filter() {
        granted(v5, 1, TELEMETRY);
        granted(v5, 2, MIRROR);

        assertThat(filters(v5.onUnsubscribe(unsubscribe(3, TELEMETRY, MIRROR)).toBroker()))
                .containsExactly(TOPIC);
        assertThat(codes(v5.onUnsubAck(unsubAck(3, 0)))).containsExactly(0, 0);
    }

    @Test
    void filter_that_the_broker_does_not_end_stands() {
        granted(v5, 1, TELEMETRY);
        v5.onUnsubscribe(unsubscribe(2, TELEMETRY));
        v5.onUnsubAck(unsubAck(2, 0x87));

        assertThat(v5.filters().size()).isEqualTo(1);
    }

    @Test
    void filter_subscribed_to_again_before_its_unsubscribe_was_answered_stands() {
        granted(v5, 1, TELEMETRY);
        v5.onUnsubscribe(unsubscribe(2, TELEMETRY));
        v5.onSubscribe(subscribe(3, TELEMETRY));
        v5.onUnsubAck(unsubAck(2, 0));
        v5.onSubAck(subAck(3, 0));

        assertThat(v5.filters().size()).isEqualTo(1);
    }

    // ---- Rights that change

    @Test
    void what_a_change_of_rights_takes_away_is_unsubscribed_under_an_id_the_client_does_not_use() {
        rights.identity(RelayMap.user("alice", "device"));
        granted(v5, 1, "devices/7/cmd");
        granted(v5, 2, TELEMETRY);
        v5.onSubscribe(subscribe(65_534, "devices/8/cmd"));
        v5.onUnsubscribe(unsubscribe(65_533, "mirror/1/t"));
        used.add(65_535);

        rights.identity(RelayMap.user("alice"));
        Subscriptions.Recheck recheck = v5.recheck();

        assertThat(recheck.ended())
                .extracting(Subscriptions.Ended::filter)
                .containsExactly("devices/7/cmd", "devices/8/cmd");
        assertThat(recheck.ended())
                .allSatisfy(ended -> assertThat(ended.denial().reason()).isEqualTo(Reason.FORBIDDEN));
        assertThat(recheck.toBroker()).hasSize(1);
        assertThat(filters(recheck.toBroker().get(0))).containsExactly("dt/7/cmd", "dt/8/cmd");
        int id = Answers.idOf(recheck.toBroker().get(0));
        assertThat(id).isEqualTo(65_532);
        assertThat(v5.onUnsubAck(unsubAck(id, 0, 0))).isNull();
        assertThat(v5.filters().size()).isEqualTo(1);
        assertThat(v5.recheck().ended()).isEmpty();
    }

    @Test
    void subscription_whose_topic_the_identity_decides_ends_when_that_changes() {
        rights.identity(RelayMap.at("north"));
        granted(v5, 1, "site/a");
        granted(v5, 2, "me/inbox");

        rights.identity(RelayMap.at("south"));
        Subscriptions.Recheck recheck = v5.recheck();

        assertThat(recheck.ended()).extracting(Subscriptions.Ended::filter).containsExactly("site/a");
        assertThat(filters(recheck.toBroker().get(0))).containsExactly("sites/north/a");
    }

    @Test
    void filter_that_another_name_still_needs_is_not_ended_at_the_broker() {
        Rights both = new Rights(() -> TopicMapFile.parse("""
                        version: 1
                        routes:
                          - name: own
                            channel: own/{x}
                            topic: t/{x}
                            subscribe: {allow: [{role: member}]}
                          - name: open
                            channel: open/{x}
                            topic: t/{x}
                            subscribe: {allow: [anyone]}
                        """), RelayMap.user("alice", "member"), "c1");
        Subscriptions some = new Subscriptions(
                both, new Answers(true, true, PacketSizes.UNLIMITED), false, 9, used::contains, denials::add);
        granted(some, 1, "own/a");
        granted(some, 2, "open/a");

        both.identity(RelayMap.user("alice"));
        Subscriptions.Recheck recheck = some.recheck();

        assertThat(recheck.ended()).extracting(Subscriptions.Ended::filter).containsExactly("own/a");
        assertThat(recheck.toBroker()).isEmpty();
    }
}
