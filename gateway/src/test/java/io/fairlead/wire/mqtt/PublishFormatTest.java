package io.fairlead.wire.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topic.UserProperty;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.transport.NoLeaks;
import io.fairlead.wire.OutgoingMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages as PUBLISH packets, byte by byte. */
@ExtendWith(NoLeaks.class)
class PublishFormatTest {

    private static final PublishFormat OLD_0 = PublishFormat.of(false, Qos.AT_MOST_ONCE, false);
    private static final PublishFormat OLD_1 = PublishFormat.of(false, Qos.AT_LEAST_ONCE, false);
    private static final PublishFormat NEW_0 = PublishFormat.of(true, Qos.AT_MOST_ONCE, false);
    private static final PublishFormat NEW_1 = PublishFormat.of(true, Qos.AT_LEAST_ONCE, false);

    private static Message message(String payload, Qos qos, boolean retain) {
        return new Message(
                new TopicName("im/room/1/msg"),
                payload.getBytes(StandardCharsets.UTF_8),
                qos,
                retain,
                Message.NO_EXPIRY,
                null,
                null,
                null,
                List.of());
    }

    private static Message rich() {
        return new Message(
                new TopicName("im/room/1/msg"),
                "hi".getBytes(StandardCharsets.UTF_8),
                Qos.AT_LEAST_ONCE,
                false,
                300,
                "text/plain",
                new TopicName("some/answer"),
                new byte[] {1},
                List.of(new UserProperty("a", "1"), new UserProperty("b", "2"), new UserProperty("a", "3")),
                true);
    }

    private static OutgoingMessage outgoing(Message message, long pos, String... props) {
        return new OutgoingMessage(message, "c/1", null, pos, -1, 0, false, PayloadForm.TEXT, Set.of(props));
    }

    private static String hex(PublishFormat format, OutgoingMessage message) {
        ByteBuf packet = format.encode(message, ByteBufAllocator.DEFAULT);
        try {
            return ByteBufUtil.hexDump(packet);
        } finally {
            packet.release();
        }
    }

    @Test
    void inMqtt311_isTopicAndPayload_withAnIdentifierAtQos1() {
        OutgoingMessage live = outgoing(message("hi", Qos.AT_LEAST_ONCE, true), 7);

        assertThat(hex(OLD_0, live)).isEqualTo("3007" + "0003632f31" + "6869");
        assertThat(hex(OLD_1, live)).isEqualTo("3209" + "0003632f31" + "0000" + "6869");
    }

    @Test
    void messageOfQos0_hasNoIdentifierInAnyFormat() {
        assertThat(hex(NEW_1, outgoing(message("hi", Qos.AT_MOST_ONCE, false), 7)))
                .isEqualTo("3008" + "0003632f31" + "00" + "6869");
    }

    @Test
    void inMqtt5_bearsWhatTheMessageSays_andTheUserPropertiesThatTheRouteLetsThrough() {
        String around = "0101" + "020000012c" + "03000a746578742f706c61696e";

        assertThat(hex(NEW_0, outgoing(rich(), 7))).isEqualTo("301c" + "0003632f31" + "14" + around + "6869");
        assertThat(hex(NEW_1, outgoing(rich(), 7, "a")))
                .isEqualTo(
                        "322c" + "0003632f31" + "0000" + "22" + around + "26000161000131" + "26000161000133" + "6869");
        assertThat(hex(NEW_0, outgoing(rich(), 7, "*"))).contains("26000162000132");
    }

    @Test
    void retain_isToldOfReplays_andOfLiveMessagesOnlyToWhoAsked() {
        OutgoingMessage live = outgoing(message("hi", Qos.AT_LEAST_ONCE, true), 7);
        OutgoingMessage replay = outgoing(message("hi", Qos.AT_LEAST_ONCE, true), -1);

        assertThat(hex(NEW_0, live)).startsWith("30");
        assertThat(hex(NEW_0, replay)).startsWith("31");
        assertThat(hex(OLD_1, replay)).startsWith("33");
        assertThat(hex(PublishFormat.of(true, Qos.AT_MOST_ONCE, true), live)).startsWith("31");
        assertThat(PublishFormat.of(false, Qos.AT_MOST_ONCE, true)).isSameAs(OLD_0);
    }

    @Test
    void grantedQos2_isDeliveredWithQos1() {
        assertThat(PublishFormat.of(true, Qos.EXACTLY_ONCE, false)).isSameAs(NEW_1);
        assertThat(hex(NEW_1, outgoing(message("hi", Qos.EXACTLY_ONCE, false), 7)))
                .startsWith("32");
    }

    @Test
    void payloadOfManySizes_isReadBackByTheFrameReader() {
        for (int size : new int[] {0, 1, 120, 127, 128, 16_378, 16_384, 70_000}) {
            ByteBuf packet = NEW_1.encode(
                    outgoing(message("x".repeat(size), Qos.AT_LEAST_ONCE, false), 1), ByteBufAllocator.DEFAULT);
            PublishFrame frame = PublishFrame.read(packet, true);

            assertThat(frame.topic()).isEqualTo("c/1");
            assertThat(frame.payloadBytes()).isEqualTo(size);
            packet.release();
        }
    }

    @Test
    void ownIdentifier_isPatchedIntoACopy_andTheSharedBytesStay() {
        for (int size : new int[] {0, 300, SharedPublish.COPIED, 70_000}) {
            Message message = message("x".repeat(size), Qos.AT_LEAST_ONCE, false);
            ByteBuf shared = NEW_1.encode(outgoing(message, 1), ByteBufAllocator.DEFAULT);
            String before = ByteBufUtil.hexDump(shared);

            ByteBuf own = SharedPublish.withId(shared, 0x1234, ByteBufAllocator.DEFAULT);

            assertThat(PublishFrame.read(own, true).packetId()).isEqualTo(0x1234);
            assertThat(ByteBufUtil.hexDump(own)).isEqualTo(before.replaceFirst("(0003632f31)0000", "$11234"));
            assertThat(ByteBufUtil.hexDump(shared)).isEqualTo(before);
            own.release();
            assertThat(shared.refCnt()).isEqualTo(1);
            shared.release();
        }
    }
}
