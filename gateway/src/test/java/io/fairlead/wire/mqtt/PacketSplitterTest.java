package io.fairlead.wire.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.transport.NoLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class PacketSplitterTest {
    private static final String CONNECT = "100d00044d51545404020000000161";
    private static final String PINGREQ = "c000";
    private static final String PUBLISH = "30050001616869";
    private static final String DISCONNECT = "e000";

    private final PacketSplitter splitter = PacketSplitter.ofClient(1_000);
    private final Seen seen = new Seen();
    private final EmbeddedChannel channel = new EmbeddedChannel(splitter, seen);

    /** The handler behind: writes down what it gets. */
    private static final class Seen extends ChannelInboundHandlerAdapter {
        final List<String> packets = new ArrayList<>();
        Runnable onPacket = () -> {};

        @Nullable
        ByteBuf last;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object packet) {
            ByteBuf bytes = packet instanceof PublishFrame frame ? frame.bytes() : (ByteBuf) packet;
            packets.add((packet instanceof PublishFrame ? "publish " : "") + ByteBufUtil.hexDump(bytes));
            last = bytes;
            onPacket.run();
            ReferenceCountUtil.release(packet);
        }
    }

    private ByteBuf read(String hex) {
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(ByteBufUtil.decodeHexDump(hex));
        channel.writeInbound(bytes);
        return bytes;
    }

    @BeforeEach
    void connect() {
        read(CONNECT);
        seen.packets.clear();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void oneRead_ofManyPackets_passesOnEachWhereItLies() {
        ByteBuf read = read(PINGREQ + PUBLISH + DISCONNECT);

        assertThat(seen.packets).containsExactly(PINGREQ, "publish " + PUBLISH, DISCONNECT);
        assertThat(read.refCnt()).isZero();
    }

    @Test
    void wholePacket_read_isNotCopied() {
        var same = new ArrayList<Boolean>();
        ByteBuf bytes =
                PooledByteBufAllocator.DEFAULT.buffer().writeBytes(ByteBufUtil.decodeHexDump(PINGREQ + PUBLISH));
        long memory = bytes.memoryAddress();
        seen.onPacket = () -> {
            if (seen.last != null) {
                same.add(seen.last.memoryAddress() + seen.last.readerIndex() >= memory
                        && seen.last.memoryAddress() < memory + bytes.capacity());
            }
        };

        channel.writeInbound(bytes);

        assertThat(same).containsExactly(true, true);
    }

    @Test
    void packetsCutAnywhere_read_areTheSame() {
        for (int cut = 1; cut < PUBLISH.length() / 2; cut++) {
            seen.packets.clear();

            read(PUBLISH.substring(0, 2 * cut));
            assertThat(seen.packets).isEmpty();
            read(PUBLISH.substring(2 * cut) + PINGREQ);

            assertThat(seen.packets).containsExactly("publish " + PUBLISH, PINGREQ);
        }
    }

    @Test
    void tooLarge_announced_isRefusedBeforeItComes() {
        assertThatThrownBy(() -> read("30e807"))
                .isInstanceOfSatisfying(
                        MqttFault.class, fault -> assertThat(fault.code()).isEqualTo(MqttFault.PACKET_TOO_LARGE));
        read(PINGREQ);

        assertThat(seen.packets).isEmpty();
    }

    @Test
    void lengthOfFiveBytes_read_isMalformed() {
        assertThatThrownBy(() -> read("30ffffffff"))
                .isInstanceOfSatisfying(
                        MqttFault.class, fault -> assertThat(fault.code()).isEqualTo(MqttFault.MALFORMED_PACKET));
    }

    @Test
    void faultInARead_packetsBeforeIt_arePassedOn() {
        assertThatThrownBy(() -> read(PINGREQ + "00" + PINGREQ)).isInstanceOf(MqttFault.class);

        assertThat(seen.packets).containsExactly(PINGREQ);
    }

    @Test
    void ended_amidARead_passesNothingMoreOn() {
        seen.onPacket = splitter::end;

        ByteBuf read = read(PINGREQ + PUBLISH + "30");
        read(PINGREQ);

        assertThat(seen.packets).containsExactly(PINGREQ);
        assertThat(read.refCnt()).isZero();
    }

    @Test
    void held_amidARead_passesTheRestOnAfterwards() {
        seen.onPacket = () -> splitter.hold(true);

        read(PINGREQ + PUBLISH + "e0");
        assertThat(seen.packets).containsExactly(PINGREQ);
        read("00");
        seen.onPacket = () -> {};
        splitter.hold(false);
        channel.runPendingTasks();

        assertThat(seen.packets).containsExactly(PINGREQ, "publish " + PUBLISH, DISCONNECT);
    }

    @Test
    void held_andReadBeforeItGoesOn_keepsTheOrder() {
        splitter.hold(true);
        read(PINGREQ + PUBLISH);

        splitter.hold(false);
        read(DISCONNECT);

        assertThat(seen.packets).containsExactly(PINGREQ, "publish " + PUBLISH, DISCONNECT);
    }

    @Test
    void ended_amidAPacket_forgetsIt() {
        read("3005");

        splitter.end();
        read("0001616869");

        assertThat(seen.packets).isEmpty();
    }
}
