package io.fairlead.transport.tls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A server that sends back what it is sent, behind an endpoint; and what it hears of handshakes. */
final class TlsServer implements AutoCloseable {

    final List<Optional<X509Certificate>> admitted = new CopyOnWriteArrayList<>();
    final List<String> refused = new CopyOnWriteArrayList<>();

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening;

    TlsServer(TlsEndpoint endpoint, Duration patience) {
        listening = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        endpoint.secure(channel, patience, new Ends(channel));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    private final class Ends implements Secured {
        private final Channel channel;

        Ends(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void admit(@Nullable X509Certificate certificate) {
            admitted.add(Optional.ofNullable(certificate));
            channel.pipeline().addLast(new Echo());
        }

        @Override
        public void refuse(String why) {
            refused.add(why);
            var unused = channel.close();
        }
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            var unused = ctx.writeAndFlush(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var unused = ctx.close();
        }
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** A plain connection. */
    Socket plain() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** A connection that will speak TLS. */
    SSLSocket open(SSLSocketFactory clients) throws Exception {
        SSLSocket socket = (SSLSocket) clients.createSocket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** What comes back for some bytes. */
    static String echo(Socket socket, String hex) throws Exception {
        socket.getOutputStream().write(ByteBufUtil.decodeHexDump(hex));
        return ByteBufUtil.hexDump(socket.getInputStream().readNBytes(hex.length() / 2));
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
