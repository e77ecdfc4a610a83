package io.fairlead.transport.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.metrics.Meters;
import io.fairlead.transport.ClientAddress;
import io.fairlead.transport.Mutations;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.TrustedProxies;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Damaged PROXY headers of a trusted proxy: a client behind one is who the header plainly says, or is not let in. */
@ExtendWith(NoLeaks.class)
class ProxyHeaderMutationTest {
    private static final byte[] CONNECT = ByteBufUtil.decodeHexDump("100d00044d51545404020000000161");
    private static final byte[] V2 = ByteBufUtil.decodeHexDump("0d0a0d0a000d0a515549540a");
    private static final Pattern V1 =
            Pattern.compile("(?s)PROXY (TCP4|TCP6|UNKNOWN)(?: (\\S+) (\\S+) (\\d+) (\\d+))?[^\\r]*\\r\\n.*");
    private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 1234);

    private final ListenerEntrance entrance =
            ListenerEntrance.of("127.0.0.1", null, TrustedProxies.of(List.of("10.0.0.0/8")), Duration.ofSeconds(10));
    private final Meters meters = Meters.inMemory(1);
    private final Mutations mutations = new Mutations(
            List.of(
                    header("PROXY TCP4 192.0.2.1 10.0.0.1 4711 1883\r\n".getBytes(ISO_8859_1)),
                    header("PROXY TCP6 2001:db8::7 ::1 4711 1883\r\n".getBytes(ISO_8859_1)),
                    header("PROXY UNKNOWN\r\n".getBytes(ISO_8859_1)),
                    header(v2("2111000cc00002017f0000011267075b")),
                    header(v2("2111000fc00002017f0000011267075b" + "040000")),
                    header(v2("21210024" + "20010db8" + "0".repeat(23) + "7" + "0".repeat(31) + "1" + "1267075b")),
                    header(v2("20000000"))),
            " .:0129TCPFf\r\n\0\t-!\u0011\f\u00ff".getBytes(ISO_8859_1));

    private static byte[] v2(String rest) {
        return joined(V2, ByteBufUtil.decodeHexDump(rest));
    }

    private static byte[] header(byte[] header) {
        return joined(header, CONNECT);
    }

    private static byte[] joined(byte[] a, byte[] b) {
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(a, b));
    }

    @Test
    void damagedHeader_letsInAsWhomItSays_orNot() {
        AtomicInteger let = new AtomicInteger();
        mutations.each(bytes -> {
            List<RecordingMqttSession> whole = sessions(bytes, bytes.length);
            List<RecordingMqttSession> cut =
                    sessions(bytes, 1 + mutations.random().nextInt(20));

            assertThat(cut).hasSameSizeAs(whole);
            if (!whole.isEmpty()) {
                let.incrementAndGet();
                InetSocketAddress address =
                        (InetSocketAddress) whole.get(0).connection.peer().address();
                assertThat(cut.get(0).connection.peer().address()).isEqualTo(address);
                assertThat(address.getAddress()).isEqualTo(plainly(bytes));
            }
        });
        assertThat(let).hasPositiveValue();
    }

    /** Whom the header names, read as one reads it on paper. */
    private static InetAddress plainly(byte[] bytes) throws Exception {
        String text = new String(bytes, ISO_8859_1);
        Matcher v1 = V1.matcher(text);
        if (v1.matches()) {
            return v1.group(1).equals("UNKNOWN") ? PROXY.getAddress() : InetAddress.getByName(v1.group(2));
        }
        assertThat(text).startsWith(new String(V2, ISO_8859_1));
        boolean local = (bytes[12] & 0xf) == 0;
        int family = bytes[13] >> 4;
        if (local || (family != 1 && family != 2)) {
            return PROXY.getAddress();
        }
        int size = family == 1 ? 4 : 16;
        return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 16, 16 + size));
    }

    private List<RecordingMqttSession> sessions(byte[] bytes, int most) {
        List<RecordingMqttSession> sessions = new ArrayList<>();
        EmbeddedChannel channel = mutations.channel();
        ClientAddress.set(channel, PROXY);
        var door = new MqttDoor(
                channel.eventLoop(),
                new MqttSettings(1_000, 500),
                connection -> {
                    sessions.add(new RecordingMqttSession(connection));
                    return sessions.get(sessions.size() - 1);
                },
                meters);
        entrance.enter(channel, door);
        for (int at = 0; at < bytes.length && channel.isOpen(); at += most) {
            int size = Math.min(most, bytes.length - at);
            channel.writeInbound(mutations.buffer(bytes, at, size));
        }
        channel.finishAndReleaseAll();
        return sessions;
    }
}
