package io.fairlead.relay;

import static io.fairlead.relay.Frames.publish;
import static io.fairlead.relay.Frames.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.wire.mqtt.PublishFrame;
import org.junit.jupiter.api.Test;

class WithheldDeliveriesTest {

    private final WithheldDeliveries deliveries = new WithheldDeliveries();

    @Test
    void withheld_qos0_is_forgotten() {
        assertThat(words(deliveries.withhold(publish(true, 0, false, 0, "a")))).isEqualTo("nothing");
    }

    @Test
    void withheld_qos1_is_acknowledged() {
        assertThat(words(deliveries.withhold(publish(true, 1, false, 9, "a")))).isEqualTo("broker: PUBACK 9");
    }

    @Test
    void withheld_qos2_is_acknowledged_to_its_end() {
        assertThat(words(deliveries.withhold(publish(true, 2, false, 9, "a")))).isEqualTo("broker: PUBREC 9");
        assertThat(words(deliveries.onPubRel(Answers.pubRel(9)))).isEqualTo("broker: PUBCOMP 9");
    }

    @Test
    void id_of_a_withheld_message_used_for_a_delivered_one_is_the_clients() {
        deliveries.withhold(publish(true, 2, false, 9, "a"));
        deliveries.onPubRel(Answers.pubRel(9));
        deliveries.deliver(publish(true, 2, false, 9, "b"));

        assertThat(words(deliveries.onPubRel(Answers.pubRel(9)))).isEqualTo("client: PUBREL 9");
    }

    @Test
    void withheld_message_that_comes_again_is_withheld_again_though_it_be_allowed_now() {
        deliveries.withhold(publish(false, 2, false, 9, "a"));
        PublishFrame again = publish(false, 2, true, 9, "a");

        assertThat(deliveries.repeatsWithheld(again)).isTrue();
        assertThat(words(deliveries.withhold(again))).isEqualTo("broker: PUBREC 9");
        assertThat(words(deliveries.onPubRel(Answers.pubRel(9)))).isEqualTo("broker: PUBCOMP 9");
    }

    @Test
    void withheld_repetition_of_what_the_client_has_is_left_to_the_clients_answer() {
        deliveries.deliver(publish(false, 2, false, 9, "a"));

        assertThat(words(deliveries.withhold(publish(false, 2, true, 9, "a")))).isEqualTo("nothing");
        assertThat(words(deliveries.onPubRel(Answers.pubRel(9)))).isEqualTo("client: PUBREL 9");
    }

    @Test
    void withheld_repetition_of_an_earlier_connection_is_released_at_the_client() {
        assertThat(words(deliveries.withhold(publish(false, 2, true, 9, "a")))).isEqualTo("broker: PUBREC 9");
        assertThat(words(deliveries.onPubRel(Answers.pubRel(9)))).isEqualTo("client: PUBREL 9");
    }

    @Test
    void exchange_that_the_client_has_ended_is_open_no_more() {
        deliveries.deliver(publish(true, 2, false, 9, "a"));
        deliveries.onAnswer(Answers.pubRec(9));
        deliveries.onAnswer(Answers.pubComp(9));

        assertThat(words(deliveries.withhold(publish(true, 2, true, 9, "b")))).isEqualTo("broker: PUBREC 9");
    }
}
