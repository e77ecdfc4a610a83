package io.fairlead.broker.packet;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.connect.BrokerAccess;
import io.fairlead.broker.packet.ScriptedBroker.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dialling a broker that a test plays on a real socket. */
class PacedDialerTest {

    private final ScriptedBroker broker = new ScriptedBroker();
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Heard heard = new Heard();

    @AfterEach
    void end() {
        broker.close();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** What a dialling told, in order, and what came by it. */
    private static final class Heard implements Dialer.Listener {
        final List<Channel> open = new CopyOnWriteArrayList<>();
        final List<String> failed = new CopyOnWriteArrayList<>();
        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void onOpen(Channel channel) {
            events.add("open");
            open.add(channel);
        }

        @Override
        public void onFailed(String why) {
            failed.add(why);
        }

        Channel channel() {
            await().until(() -> !open.isEmpty());
            return open.get(0);
        }

        String why() {
            await().until(() -> !failed.isEmpty());
            return failed.get(0);
        }
    }

    private static final class Bytes extends SimpleChannelInboundHandler<ByteBuf> {
        private final List<String> events;

        Bytes(List<String> events) {
            this.events = events;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            events.add("active");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // The played broker cuts its connections at the end
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            for (int i = 0; i < bytes.readableBytes(); i++) {
                events.add(Integer.toHexString(bytes.getUnsignedByte(bytes.readerIndex() + i)));
            }
        }
    }

    private Dialer dialer(double perSecond, Duration timeout, String... urls) {
        BrokerSettings settings = new BrokerSettings(
                Stream.of(urls).map(BrokerAddress::parse).toList(),
                null,
                null,
                BrokerSettings.Tls.DEFAULT,
                Duration.ofSeconds(30),
                timeout,
                perSecond,
                Duration.ofMillis(1),
                Duration.ofMillis(5));
        return new PacketLinks(new BrokerAccess(settings)).dialer();
    }

    private Dialer dialer(String... urls) {
        return dialer(1000, Duration.ofSeconds(10), urls);
    }

    private Dialer.Dialing dial(Dialer dialer) {
        return dialer.dial(loop, heard, new Bytes(heard.events));
    }

    /** An address that nobody listens at. */
    private static String deaf() throws IOException {
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "mqtt://127.0.0.1:" + once.getLocalPort();
        }
    }

    @Test
    void brokerListens_opened_carriesBytesBothWays() {
        dial(dialer(broker.url()));
        Wire wire = broker.accept();

        ChannelFuture unused = heard.channel().writeAndFlush(Unpooled.wrappedBuffer(new byte[] {(byte) 0xC0, 0}));
        wire.expect(ScriptedBroker.PINGREQ);
        wire.send(0xD0, 0);

        await().until(() -> heard.events.size() == 4);
        assertThat(heard.events).containsExactly("active", "open", "d0", "0");
        assertThat(heard.failed).isEmpty();
    }

    /** Ten turns are had at once, and then none for long: the first dialling takes two of them, each later one a single one. */
    @Test
    void firstAddressIsDeaf_dialledOften_secondAddressAnswersAndIsFirstFromThen() throws IOException {
        Dialer dialer = dialer(0.001, Duration.ofSeconds(10), deaf(), broker.url());

        for (int i = 0; i < 9; i++) {
            Heard one = new Heard();
            dialer.dial(loop, one, new Bytes(one.events));
            one.channel();
        }

        dial(dialer);
        assertThat(heard.why()).contains("broker.connectsPerSecond");
    }

    @Test
    void everyAddressIsDeaf_dialled_failsOnceAndNamesThem() throws IOException {
        String one = deaf();
        String other = deaf();

        dial(dialer(one, other));

        assertThat(heard.why()).contains(one, other, "refused the connection");
        assertThat(heard.failed).hasSize(1);
        assertThat(heard.events).isEmpty();
    }

    @Test
    void hostIsUnknown_dialled_failsWithItsName() {
        dial(dialer("mqtt://no-such-host.invalid"));

        assertThat(heard.why()).contains("no-such-host.invalid", "unknown");
    }

    @Test
    void portSpeaksNoTls_dialled_failsBeforeItIsOpen() {
        dial(dialer(broker.url().replace("mqtt:", "mqtts:")));
        Wire wire = broker.accept();
        wire.send(0x20, 2, 0, 0, 0, 0, 0, 0);

        assertThat(heard.why()).contains("TLS");
        assertThat(heard.events).isEmpty();
    }

    @Test
    void portSpeaksNoWebSocket_closed_failsBeforeItIsOpen() {
        dial(dialer(broker.url().replace("mqtt:", "ws:") + "/mqtt"));
        broker.accept().close();

        assertThat(heard.why()).contains(broker.url().replace("mqtt:", "ws:"));
        assertThat(heard.events).isEmpty();
    }

    @Test
    void handshakeUnderWay_cancelled_closesAndTellsNothing() {
        Dialer.Dialing dialing = dial(dialer(broker.url().replace("mqtt:", "ws:") + "/mqtt"));
        Wire wire = broker.accept();

        dialing.cancel();

        await().until(wire::isOver);
        loop.submit(() -> {}).syncUninterruptibly();
        assertThat(heard.failed).isEmpty();
        assertThat(heard.events).isEmpty();
    }

    @Test
    void turnFurtherAwayThanTheTimeout_dialled_failsAtOnce() {
        Dialer dialer = dialer(0.1, Duration.ofSeconds(5), broker.url());
        for (int i = 0; i < 10; i++) {
            dialer.dial(loop, new Heard(), new Bytes(List.of())).cancel();
        }

        dial(dialer);

        assertThat(heard.why()).contains("broker.connectsPerSecond");
    }
}
