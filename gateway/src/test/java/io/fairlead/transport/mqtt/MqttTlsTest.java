package io.fairlead.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.Peer;
import io.fairlead.metrics.Meters;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.NoLeaks;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end of a connection under TLS. */
@ExtendWith(NoLeaks.class)
class MqttTlsTest {
    private static final byte[] CONNECT_5 = ByteBufUtil.decodeHexDump("100e00044d5154540502000000000161");
    private static final int MANY = 50_000;

    @Test
    void faultWithMuchBehindIt_underTls_lastPacketArrivesBeforeTheEnd() throws Exception {
        SslContext tls = server();
        MqttListener.Entrance entrance = (channel, door) -> {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
            door.open(channel, new Peer(channel.remoteAddress(), "test", null, null));
        };
        try (EventLoops loops = new EventLoops(1);
                MqttListener listener = MqttListener.start(
                        "127.0.0.1",
                        0,
                        loops,
                        new MqttSettings(1_000, 5_000),
                        entrance,
                        loop -> RecordingMqttSession::new,
                        Meters.inMemory(1));
                SSLSocket socket = client(listener.port())) {
            socket.getOutputStream().write(CONNECT_5);
            assertThat(ByteBufUtil.hexDump(socket.getInputStream().readNBytes(5)))
                    .isEqualTo("2003000000");

            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendFaultAndMore(socket));

            assertThat(ByteBufUtil.hexDump(socket.getInputStream().readAllBytes()))
                    .startsWith("e0")
                    .contains("81");
            sending.join();
        }
    }

    private static void sendFaultAndMore(SSLSocket socket) {
        try {
            byte[] packets = new byte[2 * MANY];
            for (int i = 0; i < packets.length; i += 2) {
                packets[i] = (byte) (i == 0 ? 0xC1 : 0xC0);
            }
            socket.getOutputStream().write(packets);
        } catch (IOException closed) {
            return; // the gateway may close before all of it is written
        }
    }

    private static SslContext server() throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        return SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificatePath())
                .build();
    }

    private static SSLSocket client(int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }
}
