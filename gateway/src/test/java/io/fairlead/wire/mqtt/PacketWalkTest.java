package io.fairlead.wire.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.NoLeaks;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Streams of packets, damaged at random and cut at random: each gives packets that Netty's decoder reads as one message each,
 * or one fault; nothing else, nothing leaks, and where the cuts are makes no difference.
 */
@ExtendWith(NoLeaks.class)
class PacketWalkTest {
    private static final long SEED = Long.getLong("fairlead.seed", 42);
    private static final int STREAMS = Integer.getInteger("fairlead.mutations", 100_000) / 3 + 1;
    private static final int MAX_BYTES = 4_096;

    /** Without leak detection, which would take most of the time; what is not released is counted. */
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    private final Random random = new Random(SEED);

    @Test
    void damagedStreamsOfClients_areCheckedPacketsOrOneFault() {
        List<GoldenPacket> golden = GoldenPacket.ofClients();
        for (int i = 0; i < STREAMS; i++) {
            byte[] connect = random.nextBoolean() ? GoldenPacket.CONNECT_5 : GoldenPacket.CONNECT_311;
            check(stream(golden, connect), "client", "seed " + SEED + ", stream " + i);
        }
    }

    @Test
    void damagedStreamsOfBrokers_areCheckedPacketsOrOneFault() {
        List<GoldenPacket> golden = GoldenPacket.ofBrokers();
        for (int i = 0; i < STREAMS; i++) {
            String version = random.nextBoolean() ? "5" : "3";
            check(stream(golden, new byte[0]), version, "seed " + SEED + ", stream " + i);
        }
    }

    @Test
    void randomBytes_areCheckedPacketsOrOneFault() {
        for (int i = 0; i < STREAMS; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 2 && random.nextBoolean()) {
                bytes[0] = (byte) (random.nextInt(16) << 4 | random.nextInt(3));
                bytes[1] = (byte) random.nextInt(bytes.length);
            }
            byte[] connect = List.of(new byte[0], GoldenPacket.CONNECT_5, GoldenPacket.CONNECT_311)
                    .get(random.nextInt(3));
            check(concat(connect, bytes), "client", "seed " + SEED + ", bytes " + i);
        }
    }

    private byte[] stream(List<GoldenPacket> golden, byte[] connect) {
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(connect);
        for (int packets = 1 + random.nextInt(6); packets > 0; packets--) {
            stream.writeBytes(packet(golden));
        }
        return stream.toByteArray();
    }

    private byte[] packet(List<GoldenPacket> golden) {
        byte[] packet = golden.get(random.nextInt(golden.size())).bytes().clone();
        return switch (random.nextInt(4)) {
            case 0 -> damaged(packet);
            case 1 -> resized(packet);
            default -> packet;
        };
    }

    private byte[] damaged(byte[] packet) {
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
        }
        return packet;
    }

    /** Longer or shorter, with a fixed header that says so: what does not fit are the lengths within. */
    private byte[] resized(byte[] packet) {
        if (packet.length < 3 || packet.length > 120) {
            return packet;
        }
        byte[] other = Arrays.copyOf(packet, Math.max(2, packet.length + random.nextInt(9) - 4));
        other[1] = (byte) (other.length - 2);
        return other;
    }

    private void check(byte[] stream, String peer, String description) {
        try (PacketLine whole = line(peer);
                PacketLine cut = line(peer)) {
            whole.read(stream);
            readInPieces(cut, stream);

            assertThat(whole.faults).as(description).hasSizeLessThan(2).allMatch(MqttFault.class::isInstance);
            assertThat(cut.faults).as(description).usingRecursiveComparison().isEqualTo(whole.faults);
            assertThat(cut.seen).as(description).isEqualTo(whole.seen);
            assertThat(whole.unread()).as(description).isEmpty();
            assertThat(cut.unread()).as(description).isEmpty();
        }
        assertThat(allocator.metric().usedHeapMemory()).as(description).isZero();
    }

    private PacketLine line(String peer) {
        if (peer.equals("client")) {
            return new PacketLine(PacketSplitter.ofClient(MAX_BYTES), allocator);
        }
        var splitter = PacketSplitter.ofBroker(MAX_BYTES);
        splitter.speaks(peer.equals("5"));
        var line = new PacketLine(splitter, allocator);
        line.forVersion(peer);
        return line;
    }

    private void readInPieces(PacketLine line, byte[] stream) {
        int most = 1 + random.nextInt(40);
        int at = 0;
        while (at < stream.length) {
            int piece = Math.min(stream.length - at, 1 + random.nextInt(most));
            line.read(stream, at, piece);
            at += piece;
        }
    }

    private static byte[] concat(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        Stream.of(parts).forEach(whole::writeBytes);
        return whole.toByteArray();
    }
}
