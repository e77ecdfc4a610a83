package io.fairlead.broker.packet;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.connect.BrokerAccess;
import io.fairlead.broker.connect.BrokerTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** How a broker's address is reached: the socket, with TLS and WebSocket where the address says so. */
final class Transport {

    /**
     * The longest packet that MQTT has, in bytes. A smaller bound would lose messages: an MQTT 5 broker drops what is larger
     * without a word, and a 3.1.1 broker would send it again and again.
     */
    static final int MAX_PACKET_BYTES = 268_435_455;

    private static final int MAX_HANDSHAKE_BYTES = 65_536;

    private final BrokerAccess access;
    private final @Nullable TlsClients tls;

    /** @throws IllegalArgumentException with a sentence, if an address needs TLS and it cannot be set up */
    Transport(BrokerAccess access) {
        this.access = access;
        BrokerTls made = access.tls();
        this.tls = made == null
                ? null
                : new TlsClients(made, access.settings().tls().verifyHost());
    }

    /** Connects; the handlers' channelActive is the moment from which bytes of MQTT can be written. */
    ChannelFuture connect(
            IoEventLoopGroup loop, BrokerAddress address, InetSocketAddress resolved, ChannelHandler... handlers) {
        return new Bootstrap()
                .group(loop)
                .channel(loop.isIoType(EpollIoHandler.class) ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        build(channel, address);
                        channel.pipeline().addLast(handlers);
                    }
                })
                .connect(resolved);
    }

    private int timeoutMillis() {
        return Math.toIntExact(access.settings().connectTimeout().toMillis());
    }

    private void build(Channel channel, BrokerAddress address) {
        if (tls != null && address.scheme().tls()) {
            SslHandler handler = tls.handler(channel.alloc(), address);
            handler.setHandshakeTimeoutMillis(timeoutMillis());
            channel.pipeline().addLast(handler);
        }
        if (address.scheme().webSocket()) {
            channel.pipeline()
                    .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(MAX_HANDSHAKE_BYTES),
                            webSocket(address),
                            new WebSocketBytes());
        }
    }

    private WebSocketClientProtocolHandler webSocket(BrokerAddress address) {
        return new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(address.toString())
                .version(WebSocketVersion.V13)
                .subprotocol("mqtt")
                .allowExtensions(false)
                .maxFramePayloadLength(MAX_PACKET_BYTES)
                .handshakeTimeoutMillis(timeoutMillis())
                .build());
    }
}
