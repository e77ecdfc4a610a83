package io.fairlead.relay;

import static io.fairlead.relay.Frames.publish;
import static io.fairlead.relay.Frames.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.session.Reason;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PublishFrame;
import org.junit.jupiter.api.Test;

class PublishExchangesTest {

    private static final Denial DENIAL = new Denial(Reason.FORBIDDEN, "alice may not");

    private final PublishExchanges v5 = exchanges(true, DeniedPublish.DROP);
    private final PublishExchanges v311 = exchanges(false, DeniedPublish.DROP);

    private static PublishExchanges exchanges(boolean v5, DeniedPublish denied) {
        return new PublishExchanges(new Answers(v5, true, PacketSizes.UNLIMITED), denied);
    }

    @Test
    void v5_refused_qos0_goes_nowhere() {
        assertThat(words(v5.refuse(publish(true, 0, false, 0, "a"), DENIAL))).isEqualTo("nothing");
    }

    @Test
    void v5_refused_qos1_is_answered_with_the_code() {
        assertThat(words(v5.refuse(publish(true, 1, false, 7, "a"), DENIAL))).isEqualTo("client: PUBACK 7 87");
    }

    @Test
    void v5_refused_qos2_is_over_with_its_pubrec() {
        assertThat(words(v5.refuse(publish(true, 2, false, 7, "a"), DENIAL))).isEqualTo("client: PUBREC 7 87");
        assertThat(v5.uses(7)).isFalse();
    }

    @Test
    void v5_refused_repetition_ends_the_exchange_that_the_broker_may_have() {
        assertThat(words(v5.refuse(publish(true, 2, true, 7, "a"), DENIAL))).isEqualTo("broker: PUBREL 7");
        assertThat(words(v5.refuse(publish(true, 2, true, 7, "a"), DENIAL))).isEqualTo("nothing");
        assertThat(words(v5.onAnswer(Answers.pubComp(7)))).isEqualTo("PUBREC 7 87");
        assertThat(words(v5.onAnswer(Answers.pubComp(7)))).isEqualTo("PUBCOMP 7");
    }

    @Test
    void v311_refused_qos1_is_acknowledged() {
        assertThat(words(v311.refuse(publish(false, 1, false, 7, "a"), DENIAL))).isEqualTo("client: PUBACK 7");
    }

    @Test
    void v311_refused_qos2_is_answered_to_its_end() {
        assertThat(words(v311.refuse(publish(false, 2, false, 7, "a"), DENIAL))).isEqualTo("client: PUBREC 7");
        assertThat(words(v311.onPubRel(Answers.pubRel(7)))).isEqualTo("client: PUBCOMP 7");
        assertThat(words(v311.onPubRel(Answers.pubRel(7)))).isEqualTo("broker: PUBREL 7");
    }

    @Test
    void v311_refused_qos2_that_comes_again_is_refused_again_though_it_be_allowed_now() {
        v311.refuse(publish(false, 2, false, 7, "a"), DENIAL);
        PublishFrame again = publish(false, 2, true, 7, "a");

        assertThat(v311.repeatsRefused(again)).isTrue();
        assertThat(words(v311.refuse(again, DENIAL))).isEqualTo("client: PUBREC 7");
        assertThat(words(v311.onPubRel(Answers.pubRel(7)))).isEqualTo("client: PUBCOMP 7");
    }

    @Test
    void v311_id_of_a_refused_one_used_anew_is_judged_anew() {
        v311.refuse(publish(false, 2, false, 7, "a"), DENIAL);
        PublishFrame other = publish(false, 2, false, 7, "b");

        assertThat(v311.repeatsRefused(other)).isFalse();
        v311.pass(other);
        assertThat(words(v311.onPubRel(Answers.pubRel(7)))).isEqualTo("broker: PUBREL 7");
    }

    @Test
    void v311_refused_repetition_of_an_earlier_connection_is_released_at_the_broker() {
        assertThat(words(v311.refuse(publish(false, 2, true, 7, "a"), DENIAL))).isEqualTo("client: PUBREC 7");
        assertThat(words(v311.onPubRel(Answers.pubRel(7)))).isEqualTo("broker: PUBREL 7");
        assertThat(words(v311.onAnswer(Answers.pubComp(7)))).isEqualTo("PUBCOMP 7");
    }

    @Test
    void refused_repetition_of_what_the_broker_has_is_left_to_the_brokers_answer() {
        v311.pass(publish(false, 2, false, 7, "a"));

        assertThat(words(v311.refuse(publish(false, 2, true, 7, "a"), DENIAL))).isEqualTo("nothing");
        assertThat(words(v311.onAnswer(Answers.pubRec(7)))).isEqualTo("PUBREC 7");
        assertThat(words(v311.onPubRel(Answers.pubRel(7)))).isEqualTo("broker: PUBREL 7");
    }

    @Test
    void v311_where_denied_publishes_disconnect_even_qos0_does() {
        PublishExchanges strict = exchanges(false, DeniedPublish.DISCONNECT);

        assertThatThrownBy(() -> strict.refuse(publish(false, 0, false, 0, "a"), DENIAL))
                .isInstanceOfSatisfying(
                        MqttFault.class, fault -> assertThat(fault.code()).isEqualTo(0x87))
                .hasMessage("gateway: alice may not (forbidden)");
    }

    @Test
    void v5_is_answered_where_denied_publishes_of_311_disconnect() {
        PublishExchanges strict = exchanges(true, DeniedPublish.DISCONNECT);

        assertThat(words(strict.refuse(publish(true, 1, false, 7, "a"), DENIAL)))
                .isEqualTo("client: PUBACK 7 87");
    }

    @Test
    void id_is_in_use_until_the_broker_has_acknowledged_to_the_end() {
        v5.pass(publish(true, 1, false, 1, "a"));
        v5.pass(publish(true, 2, false, 2, "b"));
        v5.pass(publish(true, 2, false, 3, "c"));

        v5.onAnswer(Answers.pubAck(1));
        v5.onAnswer(Answers.pubRec(2));
        v5.onAnswer(new Answers(true, false, 100).refuseQos2(3, DENIAL));
        assertThat(v5.uses(1)).isFalse();
        assertThat(v5.uses(2)).isTrue();
        assertThat(v5.uses(3)).isFalse();

        v5.onAnswer(Answers.pubComp(2));
        assertThat(v5.uses(2)).isFalse();
    }
}
