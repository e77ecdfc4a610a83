package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PropertyEditTest {

    private static final PassingProperties COLOUR = PassingProperties.fromClient(Set.of("colour"));
    private static final PassingProperties ALL = PassingProperties.fromClient(Set.of("*"));

    private final PropertyEdit edit = new PropertyEdit();

    private PropertyEdit read(Properties properties) {
        return edit.read(frame(properties.bytes()));
    }

    private static PublishFrame frame(byte[] properties) {
        return Frames.publish(true, 1, 5, "a/b", properties, new byte[] {1, 2, 3});
    }

    private static Properties properties() {
        return new Properties();
    }

    private byte[] written() {
        ByteBuf out = Unpooled.buffer();
        edit.writeTo(out);
        assertThat(edit.bytes()).isEqualTo(out.readableBytes());
        return ByteBufUtil.getBytes(out);
    }

    @Test
    void what_is_not_edited_is_copied_as_it_stands() {
        Properties some = properties()
                .user("b", "2")
                .format(1)
                .expiry(-1)
                .contentType("text/plain")
                .correlation("c")
                .subscription(268_435_455)
                .responseTopic("r")
                .user("a", "1");
        read(some);

        assertThat(edit.changesNothing()).isTrue();
        assertThat(written()).isEqualTo(some.bytes());
    }

    @Test
    void what_matters_is_found() {
        read(properties().responseTopic("answers/ä").alias(300).user("a", "1").subscription(200));

        assertThat(edit.alias()).isEqualTo(300);
        assertThat(edit.responseTopic()).isEqualTo("answers/ä");
        assertThat(edit.hasUserProperties()).isTrue();
        assertThat(edit.subscriptionIdentifier()).isEqualTo(200);
    }

    @Test
    void nothing_is_left_of_the_packet_before() {
        read(properties().responseTopic("r").alias(3).user("a", "1").subscription(2));
        edit.toBearAlias(4).toAnswerTo(new byte[] {'x'}).toPass(COLOUR).toAdd(new byte[] {1, 0});
        read(properties());

        assertThat(edit.alias()).isZero();
        assertThat(edit.hasResponseTopic()).isFalse();
        assertThat(edit.responseTopic()).isNull();
        assertThat(edit.hasUserProperties()).isFalse();
        assertThat(edit.subscriptionIdentifier()).isZero();
        assertThat(edit.changesNothing()).isTrue();
        assertThat(written()).isEmpty();
    }

    @Test
    void of_several_subscription_identifiers_none_is_the_one() {
        read(properties().subscription(1).subscription(2));

        assertThat(edit.subscriptionIdentifier()).isZero();
        assertThat(edit.changesNothing()).isTrue();
    }

    @Test
    void alias_of_the_other_leg_is_taken_off() {
        read(properties().format(1).alias(9).contentType("x"));

        assertThat(edit.changesNothing()).isFalse();
        assertThat(written()).isEqualTo(properties().format(1).contentType("x").bytes());
    }

    @Test
    void alias_of_this_leg_is_put_first() {
        read(properties().format(1).alias(9)).toBearAlias(2);

        assertThat(written()).isEqualTo(properties().alias(2).format(1).bytes());
    }

    @Test
    void response_topic_is_replaced_where_it_stands() {
        read(properties().format(1).responseTopic("long/topic/on/the/broker").correlation("c"))
                .toAnswerTo("r".getBytes(StandardCharsets.UTF_8));

        assertThat(written())
                .isEqualTo(properties()
                        .format(1)
                        .responseTopic("r")
                        .correlation("c")
                        .bytes());
    }

    @Test
    void response_topic_that_nobody_may_have_is_taken_off() {
        read(properties().format(1).responseTopic("fairlead/claim/x").correlation("c"))
                .toAnswerNowhere();

        assertThat(written()).isEqualTo(properties().format(1).correlation("c").bytes());
    }

    @Test
    void response_topic_that_is_not_there_is_not_added() {
        read(properties().format(1)).toAnswerTo("r".getBytes(StandardCharsets.UTF_8));

        assertThat(edit.changesNothing()).isTrue();
        assertThat(written()).isEqualTo(properties().format(1).bytes());
    }

    @Test
    void user_properties_that_the_route_does_not_let_pass_are_taken_off() {
        read(properties()
                        .user("colour", "red")
                        .user("colours", "2")
                        .user("size", "3")
                        .user("colour", "blue"))
                .toPass(COLOUR);

        assertThat(written())
                .isEqualTo(properties()
                        .user("colour", "red")
                        .user("colour", "blue")
                        .bytes());
    }

    @Test
    void what_a_client_sends_under_the_gateways_names_is_taken_off_whatever_passes() {
        Properties sent =
                properties().user("fairlead-from", "root").user("fairlead", "x").user("fairlead-", "y");
        read(sent).toPass(ALL);
        assertThat(written()).isEqualTo(properties().user("fairlead", "x").bytes());

        read(sent).toPass(PassingProperties.fromClient(Set.of("fairlead-from")));
        assertThat(written()).isEmpty();
    }

    @Test
    void what_the_gateway_marked_reaches_clients_where_the_route_lets_it() {
        Properties sent = properties().user("fairlead-from", "alice").user("b", "x");
        read(sent).toPass(PassingProperties.toClient(Set.of("fairlead-from")));
        assertThat(written())
                .isEqualTo(properties().user("fairlead-from", "alice").bytes());

        read(sent).toPass(PassingProperties.toClient(Set.of("*")));
        assertThat(edit.changesNothing()).isTrue();
    }

    @Test
    void mark_of_the_sender_is_added() {
        read(properties().user("colour", "red")).toPass(ALL).toAdd(SenderMark.of("älice"));

        assertThat(written())
                .isEqualTo(properties()
                        .user("fairlead-from", "älice")
                        .user("colour", "red")
                        .bytes());
    }

    @Test
    void sender_without_a_name_that_packets_carry_leaves_no_mark() {
        assertThat(SenderMark.of(null)).isEmpty();
        assertThat(SenderMark.of("a\u0000b")).isEmpty();
        assertThat(SenderMark.of("x".repeat(65_536))).isEmpty();
        assertThat(SenderMark.of("x".repeat(65_535))).hasSize(1 + 2 + 13 + 2 + 65_535);
    }

    @Test
    void properties_that_end_too_early_are_malformed() {
        byte[] whole = properties().user("name", "value").bytes();
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> edit.read(frame(cut)))
                    .as("cut to %s", length)
                    .isInstanceOfSatisfying(
                            MqttFault.class, fault -> assertThat(fault.code()).isEqualTo(MqttFault.MALFORMED_PACKET));
        }
        assertThatThrownBy(() -> edit.read(frame(new byte[] {0x0B, -1, -1}))).isInstanceOf(MqttFault.class);
    }

    @Test
    void property_that_no_publish_has_is_malformed() {
        assertThatThrownBy(() -> edit.read(frame(new byte[] {0x11, 0, 0, 0, 1})))
                .isInstanceOf(MqttFault.class);
    }

    @Test
    void any_bytes_are_read_or_malformed_and_nothing_else() {
        Random random = new Random(5);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = new byte[] {1, 2, 3, 8, 9, 0x0B, 0x23, 0x26}[random.nextInt(8)];
            }
            try {
                edit.read(frame(bytes)).toPass(COLOUR).toBearAlias(1);
                written();
                read++;
            } catch (MqttFault fault) {
                assertThat(fault.code()).isEqualTo(MqttFault.MALFORMED_PACKET);
            }
        }
        assertThat(read).isGreaterThan(1000);
    }

    @Test
    void random_edits_are_those_of_a_model() {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            Properties before = properties();
            Properties after = properties();
            int alias = random.nextInt(3);
            boolean answer = random.nextBoolean();
            boolean pass = random.nextBoolean();
            if (alias > 0) {
                after.alias(alias);
            }
            for (int p = random.nextInt(6); p > 0; p--) {
                add(random, before, after, answer, pass);
            }
            read(before);
            edit.toBearAlias(alias);
            if (answer) {
                edit.toAnswerTo("other".getBytes(StandardCharsets.UTF_8));
            }
            if (pass) {
                edit.toPass(COLOUR);
            }
            assertThat(written()).isEqualTo(after.bytes());
        }
    }

    private static void add(Random random, Properties before, Properties after, boolean answer, boolean pass) {
        switch (random.nextInt(7)) {
            case 0 -> {
                before.responseTopic("r");
                after.responseTopic(answer ? "other" : "r");
            }
            case 1 -> before.alias(1 + random.nextInt(9));
            case 2 -> {
                before.user("colour", "red");
                after.user("colour", "red");
            }
            case 3 -> {
                before.user("fairlead-id", "x");
                if (!pass) {
                    after.user("fairlead-id", "x");
                }
            }
            case 4 -> {
                int id = 1 + random.nextInt(100_000);
                before.subscription(id);
                after.subscription(id);
            }
            case 5 -> {
                before.correlation("0123");
                after.correlation("0123");
            }
            default -> {
                before.expiry(7).format(0);
                after.expiry(7).format(0);
            }
        }
    }
}
