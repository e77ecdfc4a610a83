package io.fairlead.it.tls;

import io.fairlead.transport.tls.TestCertificates;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Opens clients that trust one authority, on a thread of their own: so many that each must be cheap. */
final class SecureClients implements AutoCloseable {

    private static final int LARGEST = 1 << 20;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SslContext tls;

    SecureClients(TestCertificates certificates) {
        try {
            tls = SslContextBuilder.forClient()
                    .trustManager(certificates.authority().getCertificate())
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A page that subscribes to a channel at {@code /ws}. */
    SecureClient page(int port, String channel) {
        return open(port, SecureClient.page(channel), true, "/ws", "fairlead.v1");
    }

    /** An MQTT client that subscribes to a channel on a listener of its own. */
    SecureClient device(int port, String channel) {
        return open(port, SecureClient.device(channel), false, "", "");
    }

    /** An MQTT client that subscribes to a channel at {@code /mqtt}. */
    SecureClient deviceAtWeb(int port, String channel) {
        return open(port, SecureClient.device(channel), true, "/mqtt", "mqtt");
    }

    private SecureClient open(int port, SecureClient client, boolean web, String path, String subprotocol) {
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ChannelPipeline pipeline = channel.pipeline();
                        pipeline.addLast(tls.newHandler(channel.alloc(), "localhost", port));
                        if (web) {
                            pipeline.addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST))
                                    .addLast(webSocket(port, path, subprotocol));
                        }
                        if (path.equals("/mqtt")) {
                            pipeline.addLast(new BinaryFrames());
                        }
                        if (!path.equals("/ws")) {
                            pipeline.addLast(new MqttDecoder(LARGEST), MqttEncoder.INSTANCE);
                        }
                        pipeline.addLast(client);
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly();
        return client;
    }

    private static WebSocketClientProtocolHandler webSocket(int port, String path, String subprotocol) {
        return new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri("wss://localhost:" + port + path)
                .subprotocol(subprotocol)
                .maxFramePayloadLength(LARGEST)
                .build());
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
