package io.fairlead.wire.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each golden packet passes and is one message for Netty's decoder, or is refused with its code. */
@ExtendWith(NoLeaks.class)
class PacketRulesTest {

    static List<GoldenPacket> clients() {
        return GoldenPacket.ofClients();
    }

    static List<GoldenPacket> brokers() {
        return GoldenPacket.ofBrokers();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void packetOfAClient_read_isWhatTheFileSays(GoldenPacket golden) {
        try (var line = new PacketLine(PacketSplitter.ofClient(100_000))) {
            line.read(golden.connect());
            line.seen.clear();

            line.read(golden.bytes());

            check(line, golden);
        }
    }

    @ParameterizedTest
    @MethodSource("brokers")
    void packetOfABroker_read_isWhatTheFileSays(GoldenPacket golden) {
        var splitter = PacketSplitter.ofBroker(100_000);
        splitter.speaks(golden.version().equals("5"));
        try (var line = new PacketLine(splitter)) {
            line.forVersion(golden.version());

            line.read(golden.bytes());

            check(line, golden);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "160301020001, TLS",
        "474554202f20485454502f312e31, HTTP",
        "50524f585920, PROXY",
        "0d0a0d0a000d0a51, PROXY"
    })
    void firstBytes_ofAnotherProtocol_areNamedInTheFault(String hex, String protocol) {
        try (var line = new PacketLine(PacketSplitter.ofClient(100_000))) {
            line.read(ByteBufUtil.decodeHexDump(hex));

            assertThat(line.fault())
                    .isNotNull()
                    .satisfies(fault ->
                            assertThat(fault.why()).contains("it looks like").contains(protocol));
        }
    }

    private static void check(PacketLine line, GoldenPacket golden) {
        if (golden.isGood()) {
            assertThat(line.faults).isEmpty();
            assertThat(line.seen).containsExactly(ByteBufUtil.hexDump(golden.bytes()));
            assertThat(line.unread()).isEmpty();
        } else {
            assertThat(line.fault()).isNotNull().satisfies(fault -> {
                assertThat(String.format("%02x", fault.code())).isEqualTo(golden.outcome());
                assertThat(fault.why()).matches("(an? |the ).*[^.]");
            });
            assertThat(line.seen).isEmpty();
        }
    }

    @Test
    void sessionExpiryInDisconnect_whereConnectSaidOne_passes() {
        try (var line = new PacketLine(PacketSplitter.ofClient(1_000))) {
            line.read(ByteBufUtil.decodeHexDump("101300044d5154540502003c05110000000a000161"));
            line.read(ByteBufUtil.decodeHexDump("e007000511000000ff"));

            assertThat(line.faults).isEmpty();
            assertThat(line.seen).hasSize(2);
        }
    }

    @Test
    void willTopicThatNettyReadsAsNone_isRefused() {
        byte[] topic = "t".repeat(32_768).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] head = ByteBufUtil.decodeHexDump("10918002" + "00044d5154540406003c000161" + "8000");
        byte[] packet = new byte[head.length + topic.length + 2];
        System.arraycopy(head, 0, packet, 0, head.length);
        System.arraycopy(topic, 0, packet, head.length, topic.length);
        try (var line = new PacketLine(PacketSplitter.ofClient(100_000))) {
            line.read(packet);

            assertThat(line.fault()).isNotNull().returns(MqttFault.TOPIC_NAME_INVALID, MqttFault::code);
        }
    }
}
