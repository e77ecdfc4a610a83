package io.fairlead.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.session.Handshake;
import io.fairlead.transport.NoLeaks;
import io.fairlead.wire.json.JsonWebSocketFormat;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that reads all the time, and less than there is for it, over a socket that holds little. */
@ExtendWith(NoLeaks.class)
class SlowReaderTest {

    private static final int WRITE_AHEAD = 64 << 10;
    private static final int FRAME = 20_000;
    private static final int SOCKET_BUFFER = 16 << 10;
    private static final int PIECE = 4 << 10;
    /** Far more than is on its way at any time. */
    private static final int PLENTY = 32 << 20;

    private volatile boolean heard;

    /** Has something to write whenever it may. */
    private final class Flood implements WebSocketSession {
        private final ClientConnection connection;

        Flood(ClientConnection connection) {
            this.connection = connection;
            connection.writeAhead(WRITE_AHEAD);
        }

        @Override
        public void onOpen(Handshake handshake) {
            flood();
        }

        private void flood() {
            while (connection.pendingBytes() <= WRITE_AHEAD) {
                connection.write(ByteBufAllocator.DEFAULT.buffer(FRAME).writeZero(FRAME));
            }
            connection.flush();
        }

        @Override
        public void onText(ByteBuf utf8) {
            heard = true;
        }

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritable() {
            connection.loop().execute(this::flood);
        }

        @Override
        public void onClosed() {}
    }

    @Test
    void clientSlowerThanWhatItIsSent_isReadFrom() throws Exception {
        assumeThat(Epoll.isAvailable()).as("native epoll").isTrue();
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try (ServerSocket server = new ServerSocket()) {
            server.setReceiveBufferSize(SOCKET_BUFFER);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Channel channel = connect(group, server);
            try (Socket client = server.accept()) {
                var door = new WebSocketDoor(
                        channel.eventLoop(),
                        1_000,
                        25_000,
                        JsonWebSocketFormat.INSTANCE,
                        JsonWebSocketFormat.INSTANCE::encode,
                        Flood::new);
                channel.eventLoop()
                        .submit(() -> door.open(channel, new Handshake(null, null, List.of())))
                        .sync();
                say(client, "here");

                readUntilHeard(client.getInputStream());

                assertThat(heard).isTrue();
            }
            channel.closeFuture().sync();
        } finally {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private static Channel connect(MultiThreadIoEventLoopGroup group, ServerSocket server) throws InterruptedException {
        return new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(server.getLocalSocketAddress())
                .sync()
                .channel();
    }

    private static void say(Socket client, String text) throws IOException {
        ByteBuf frame = Frames.text(text);
        client.getOutputStream().write(ByteBufUtil.getBytes(frame));
        frame.release();
    }

    private void readUntilHeard(InputStream in) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int read = 0; read < PLENTY && !heard; read += Math.max(0, in.read(piece))) {}
    }
}
