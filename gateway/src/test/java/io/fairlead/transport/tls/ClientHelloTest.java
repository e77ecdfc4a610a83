package io.fairlead.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientHelloTest {

    private static final int RECORD_AND_MESSAGE_HEADER = 9;
    private static final int WALKS = 20_000;

    @Test
    void hello_ofAClient_saysWhatItAsksForAndOffers() throws Exception {
        ClientHello read = ClientHello.read(hello("Shop.Example.org", "h2", "mqtt"));

        assertThat(read.host()).isEqualTo("shop.example.org");
        assertThat(read.protocols()).containsExactly("h2", "mqtt");
        assertThat(read.speaks(Protocol.MQTT)).isTrue();
        assertThat(read.speaks(Protocol.HTTP)).isFalse();
    }

    @Test
    void hello_thatSaysNothing_speaksEverything() throws Exception {
        ClientHello read = ClientHello.read(hello(null));

        assertThat(read).isEqualTo(ClientHello.SILENT);
        assertThat(read.speaks(Protocol.HTTP)).isTrue();
    }

    @Test
    void hello_damagedAtRandom_isReadOrSilent() throws Exception {
        ByteBuf sound = hello("shop.example.org", "http/1.1");
        Random random = new Random(7);
        for (int i = 0; i < WALKS; i++) {
            ByteBuf damaged = sound.copy(0, random.nextInt(sound.readableBytes() + 1));
            for (int j = random.nextInt(4); j > 0 && damaged.isReadable(); j--) {
                damaged.setByte(random.nextInt(damaged.readableBytes()), random.nextInt(256));
            }
            assertThat(ClientHello.read(damaged)).isNotNull();
            assertThat(damaged.readerIndex()).isZero();
        }
    }

    /** What Java's client says first, without its headers. */
    private static ByteBuf hello(@Nullable String host, String... protocols) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (host != null) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        out.flip();
        return Unpooled.wrappedBuffer(out).skipBytes(RECORD_AND_MESSAGE_HEADER).slice();
    }
}
