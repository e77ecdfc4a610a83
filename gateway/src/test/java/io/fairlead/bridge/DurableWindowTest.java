package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DurableWindowTest {

    private final DurableWindow window = new DurableWindow(4, 100, "e1");
    private final List<Integer> acknowledged = new ArrayList<>();

    @BeforeEach
    void connect() {
        window.connected();
    }

    private static Message message(String text) {
        return Message.of(new TopicName("t"), text.getBytes(StandardCharsets.UTF_8), Qos.AT_LEAST_ONCE);
    }

    /** Returns the number it got; 0 if it was taken for a repeat. */
    private long comes(String text, int packetId, boolean dup) {
        boolean repeat = window.takesRepeat(message(text), packetId, dup);
        long seq = repeat ? 0 : window.add(message(text), packetId, dup, 0).seq();
        window.acknowledgeDone(acknowledged::add);
        return seq;
    }

    private void acknowledge(long seq) {
        window.acknowledge("e1", seq);
        window.acknowledgeDone(acknowledged::add);
    }

    private void reconnect() {
        window.disconnected();
        window.connected();
    }

    private List<Long> unacknowledged() {
        return window.unacknowledged().stream().map(DurableWindow.Entry::seq).toList();
    }

    @Test
    void ack_isCumulative_andReachesTheBrokerInOrder_ofThisEpochOnly() {
        comes("a", 1, false);
        comes("b", 2, false);
        comes("c", 3, false);

        window.acknowledge("e0", 3);
        acknowledge(2);

        assertThat(acknowledged).containsExactly(1, 2);
        assertThat(unacknowledged()).containsExactly(3L);
    }

    @Test
    void withheld_isAcknowledgedInItsTurn() {
        comes("a", 1, false);
        comes("b", 2, false);

        window.withhold("e1", 2);
        window.acknowledgeDone(acknowledged::add);
        assertThat(acknowledged).isEmpty();

        acknowledge(1);
        assertThat(acknowledged).containsExactly(1, 2);
    }

    @Test
    void repeatOfAKeptMessage_keepsItsNumber() {
        comes("a", 1, false);
        comes("b", 2, false);
        reconnect();

        assertThat(comes("a", 1, true)).isZero();
        assertThat(comes("b", 2, true)).isZero();
        assertThat(unacknowledged()).containsExactly(1L, 2L);
    }

    @Test
    void acknowledgedWhileDown_isAcknowledgedAtItsRepeat_andNotBefore() {
        comes("a", 1, false);
        window.disconnected();
        acknowledge(1);
        window.connected();
        window.acknowledgeDone(acknowledged::add);
        assertThat(acknowledged).isEmpty();
        assertThat(window.messages()).isZero();

        assertThat(comes("a", 1, true)).isZero();

        assertThat(acknowledged).containsExactly(1);
    }

    @Test
    void lostAcknowledgement_repeatIsDelivered_andAcknowledgedBeforeWhatCameAfterIt() {
        comes("a", 1, false);
        comes("b", 2, false);
        acknowledge(1);
        reconnect();

        assertThat(comes("a", 1, true)).isEqualTo(3);
        assertThat(comes("b", 2, true)).isZero();
        acknowledge(2);
        assertThat(acknowledged).containsExactly(1);
        acknowledge(3);

        assertThat(acknowledged).containsExactly(1, 1, 2);
    }

    @Test
    void newMessageUnderAKeptId_withoutDup_isNoRepeat_evenOfTheSameBytes() {
        comes("a", 1, false);
        reconnect();

        assertThat(comes("a", 1, false)).isEqualTo(2);

        assertThat(unacknowledged()).containsExactly(1L, 2L);
        acknowledge(2);
        assertThat(acknowledged).containsExactly(1);
    }

    @Test
    void otherMessageUnderAKeptId_withDup_isNoRepeat() {
        comes("a", 1, false);
        reconnect();

        assertThat(comes("b", 1, true)).isEqualTo(2);
    }

    @Test
    void otherMessageUnderAnIdAcknowledgedWhileDown_isDelivered_notSwallowed() {
        comes("a", 1, false);
        window.disconnected();
        acknowledge(1);
        window.connected();

        assertThat(comes("b", 1, true)).isEqualTo(2);
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void notRepeatedBeforeSomethingNewer_isNotTheBrokersAnyMore() {
        comes("a", 1, false);
        reconnect();
        comes("b", 2, false);

        acknowledge(2);

        assertThat(acknowledged).containsExactly(2);
        assertThat(unacknowledged()).isEmpty();
        assertThat(comes("c", 1, true)).isEqualTo(3);
    }

    @Test
    void bounds_countBothMessagesAndBytes_andHalfIsCaughtUp() {
        comes("x".repeat(60), 1, false);
        assertThat(window.isFull()).isFalse();
        comes("x".repeat(60), 2, false);
        assertThat(window.isFull()).isTrue();

        acknowledge(1);
        assertThat(window.hasCaughtUp()).isFalse();
        acknowledge(2);
        assertThat(window.hasCaughtUp()).isTrue();
        for (int i = 1; i <= 4; i++) {
            assertThat(window.isFull()).isFalse();
            comes("s", i, false);
        }
        assertThat(window.isFull()).isTrue();
    }

    @Test
    void sessionLost_whatNobodyWasHandedIsKept_underNumbersOfTheNewEpoch() {
        Object holder = new Object();
        comes("a", 1, false);
        comes("b", 2, false);
        window.unacknowledged().get(0).handedTo = holder;
        window.disconnected();

        window.sessionLost("e2", holder);
        window.connected();

        assertThat(window.epoch()).isEqualTo("e2");
        assertThat(window.unacknowledged())
                .singleElement()
                .satisfies(kept -> assertThat(kept.message.payload()).containsExactly('b'));
        assertThat(unacknowledged()).containsExactly(1L);
        assertThat(comes("c", 2, true)).isEqualTo(2);
    }
}
