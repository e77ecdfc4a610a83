package io.fairlead.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of RFC 6455, sections 5 to 8, frame by frame. */
@ExtendWith(NoLeaks.class)
class FrameReaderTest {
    private static final int MAX_BYTES = 1_000;
    private static final byte[] NOTHING = new byte[0];

    private final FrameReader reader = new FrameReader(MAX_BYTES);
    private final Heard heard = new Heard();

    @AfterEach
    void end() {
        reader.end();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 999, 1_000})
    void text_ofAnyLength_isHeard(int length) {
        assertThat(read(Frames.text("x".repeat(length)))).containsExactly("text " + "x".repeat(length));
    }

    @Test
    void text_longerThan64KiB_isHeard() {
        var patient = new FrameReader(100_000);

        patient.read(Frames.text("x".repeat(70_000)), PooledByteBufAllocator.DEFAULT, heard);

        assertThat(heard.lines).containsExactly("text " + "x".repeat(70_000));
    }

    @Test
    void frames_inOneRead_areHeardInOrder() {
        ByteBuf both = Frames.text("one");
        append(both, Frames.ping("p"));
        append(both, Frames.text("two"));

        assertThat(read(both)).containsExactly("text one", "ping p", "text two");
    }

    /** Section 5.1: a server must not take unmasked frames. */
    @Test
    void unmasked_frame_is1002() {
        assertThat(read(Frames.hex("81 02 68 69"))).containsExactly("violation 1002 protocol_error");
    }

    /** Section 5.2: no extension was negotiated. */
    @ParameterizedTest
    @ValueSource(ints = {0xC1, 0xA1, 0x91, 0xC9})
    void reservedBit_set_is1002(int first) {
        assertThat(read(Frames.frame(first, NOTHING))).containsExactly("violation 1002 protocol_error");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x83, 0x84, 0x85, 0x86, 0x87, 0x8B, 0x8C, 0x8D, 0x8E, 0x8F})
    void reservedOpcode_used_is1002(int first) {
        assertThat(read(Frames.frame(first, NOTHING))).containsExactly("violation 1002 protocol_error");
    }

    /** Section 5.2: the minimal number of bytes must be used, and the highest bit of 64 is 0. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "81 FE 00 7D 00 00 00 00",
                "81 FF 00 00 00 00 00 00 FF FF 00 00 00 00",
                "81 FF 80 00 00 00 00 00 00 00 00 00 00 00"
            })
    void length_notInShortestForm_is1002(String octets) {
        assertThat(read(Frames.hex(octets))).containsExactly("violation 1002 protocol_error");
    }

    /** Section 5.4: fragments are joined, and control frames may stand between them. */
    @Test
    void fragments_withPingBetween_areOneMessage() {
        read(Frames.text(false, Frames.utf8("he")));
        read(Frames.ping("now"));
        read(Frames.continuation(false, Frames.utf8("ll")));

        assertThat(read(Frames.continuation(true, Frames.utf8("o")))).containsExactly("ping now", "text hello");
    }

    @Test
    void continuation_withoutBeginning_is1002() {
        assertThat(read(Frames.continuation(true, NOTHING))).containsExactly("violation 1002 protocol_error");
    }

    @Test
    void text_insideFragmentedMessage_is1002() {
        read(Frames.text(false, Frames.utf8("a")));

        assertThat(read(Frames.text("b"))).containsExactly("violation 1002 protocol_error");
    }

    /** Section 5.5: control frames are whole and short. */
    @Test
    void control_fragmented_is1002() {
        assertThat(read(Frames.frame(0x09, NOTHING))).containsExactly("violation 1002 protocol_error");
    }

    @Test
    void control_of126Bytes_is1002() {
        assertThat(read(Frames.frame(0x89, new byte[126]))).containsExactly("violation 1002 protocol_error");
    }

    @Test
    void pong_unasked_isHeard() {
        assertThat(read(Frames.pong())).containsExactly("pong");
    }

    /** Section 5.5.1 and 7.4. */
    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1007, 1014, 3000, 4999})
    void close_withStatus_isHeard(int status) {
        assertThat(read(Frames.close(status))).containsExactly("close " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535})
    void close_withStatusThatMustNotBeSent_is1002(int status) {
        assertThat(read(Frames.close(status))).containsExactly("violation 1002 protocol_error");
    }

    @Test
    void close_withoutBody_isHeardAs1005() {
        assertThat(read(Frames.frame(0x88, NOTHING))).containsExactly("close 1005");
    }

    @ParameterizedTest
    @CsvSource({"03, 1002 protocol_error", "03E8 FF, 1007 invalid_utf8"})
    void close_withBadBody_isRefused(String body, String violation) {
        assertThat(read(Frames.frame(0x88, Frames.bytes(body)))).containsExactly("violation " + violation);
    }

    @Test
    void frames_afterClose_areNotRead() {
        ByteBuf both = Frames.close(1000);
        append(both, Frames.text("late"));

        assertThat(read(both)).containsExactly("close 1000");
    }

    /** Section 8.1. */
    @Test
    void text_notUtf8_is1007AndNothingElse() {
        read(Frames.frame(0x81, Frames.bytes("C3 28")));

        assertThat(read(Frames.text("next"))).containsExactly("violation 1007 invalid_utf8", "text next");
    }

    @Test
    void text_characterAcrossFragments_isUtf8() {
        read(Frames.text(false, Frames.bytes("F0 9F")));

        assertThat(read(Frames.continuation(true, Frames.bytes("9B A5")))).containsExactly("text 🛥");
    }

    @Test
    void text_characterCutOffAtTheEnd_is1007() {
        read(Frames.text(false, Frames.bytes("F0 9F")));

        assertThat(read(Frames.continuation(true, NOTHING))).containsExactly("violation 1007 invalid_utf8");
    }

    @Test
    void binary_frame_isBadFrameAndSkipped() {
        read(Frames.frame(0x82, new byte[5_000]));

        assertThat(read(Frames.text("next"))).containsExactly("violation 4500 bad_frame", "text next");
    }

    /** Refused at the header already, and passed over without being kept. */
    @Test
    void text_overTheLimit_isTooLargeAndSkipped() {
        ByteBuf whole = Frames.text("x".repeat(MAX_BYTES + 1));
        read(whole.readRetainedSlice(10));
        assertThat(heard.lines).containsExactly("violation 4513 too_large");

        read(whole);

        assertThat(read(Frames.text("next"))).containsExactly("violation 4513 too_large", "text next");
    }

    @Test
    void fragments_overTheLimitTogether_areTooLarge() {
        read(Frames.text(false, new byte[600]));

        assertThat(read(Frames.continuation(true, new byte[600]))).containsExactly("violation 4513 too_large");
    }

    @Test
    void frame_largerThanAnyMessage_is1009() {
        assertThat(read(Frames.header(0x81, FrameReader.MAX_FRAME_BYTES + 1L).writeInt(0)))
                .containsExactly("violation 1009 frame_too_big");
    }

    private List<String> read(ByteBuf bytes) {
        reader.read(bytes, PooledByteBufAllocator.DEFAULT, heard);
        return heard.lines;
    }

    private static void append(ByteBuf first, ByteBuf second) {
        first.writeBytes(second);
        second.release();
    }
}
