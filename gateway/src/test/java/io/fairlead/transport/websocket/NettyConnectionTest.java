package io.fairlead.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.wire.WireFormat;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NettyConnectionTest {

    private static final WireFormat FORMAT = (message, allocator) -> Unpooled.EMPTY_BUFFER;
    private static final ReplyEncoder REPLIES = (reply, allocator) -> Unpooled.EMPTY_BUFFER;
    private static final int FRAME = 1024;
    private static final int MOST_FRAMES = 100_000;

    @Test
    void send_channelWithoutSocket_writesThroughTheChannel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        NettyConnection connection = new NettyConnection(channel, FORMAT, REPLIES, reason -> {});
        ByteBuf shared = frame(7);

        connection.send(shared);

        ByteBuf sent = channel.readOutbound();
        assertThat(connection.isClear()).isFalse();
        assertThat(sent).isEqualTo(shared);
        sent.release();
        assertThat(shared.refCnt()).isOne();
        shared.release();
    }

    @Test
    void send_openSocket_leavesTheFrameAsItWas() throws Exception {
        try (Peers peers = new Peers()) {
            ByteBuf shared = frame(7);

            peers.onLoop(() -> {
                assertThat(peers.connection.isClear()).isTrue();
                peers.connection.send(shared);
                return shared;
            });

            assertThat(peers.read()).isEqualTo(7);
            assertThat(shared.refCnt()).isOne();
            assertThat(shared.readableBytes()).isEqualTo(FRAME);
            shared.release();
        }
    }

    @Test
    void send_socketThatTakesNoMore_keepsEveryByteInOrder() throws Exception {
        try (Peers peers = new Peers()) {
            int sent = peers.onLoop(peers::sendUntilFull);

            for (int number = 0; number < sent; number++) {
                assertThat(peers.read()).isEqualTo(number);
            }
        }
    }

    @Test
    void isClear_closedChannel_isFalse() throws Exception {
        try (Peers peers = new Peers()) {
            peers.channel.close().sync();

            assertThat(peers.onLoop(peers.connection::isClear)).isFalse();
        }
    }

    /** A frame whose every int is the number. */
    private static ByteBuf frame(int number) {
        ByteBuf frame = Unpooled.directBuffer(FRAME);
        while (frame.readableBytes() < FRAME) {
            frame.writeInt(number);
        }
        return frame;
    }

    /** A connection over a real socket, and the peer that reads from it. */
    private static final class Peers implements AutoCloseable {
        private final MultiThreadIoEventLoopGroup group;
        private final Socket peer;
        private final DataInputStream in;
        final Channel channel;
        final NettyConnection connection;

        Peers() throws IOException, InterruptedException {
            assumeThat(Epoll.isAvailable()).as("native epoll").isTrue();
            group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                channel = new Bootstrap()
                        .group(group)
                        .channel(EpollSocketChannel.class)
                        .handler(new ChannelInboundHandlerAdapter())
                        .connect(server.getLocalSocketAddress())
                        .sync()
                        .channel();
                peer = server.accept();
            }
            in = new DataInputStream(peer.getInputStream());
            connection = new NettyConnection(channel, FORMAT, REPLIES, reason -> {});
        }

        /** Sends numbered frames until one has to wait, and one more behind it. Returns how many. */
        int sendUntilFull() {
            int sent = 0;
            while (connection.pendingBytes() == 0 && sent < MOST_FRAMES) {
                send(sent++);
            }
            send(sent++);
            return sent;
        }

        private void send(int number) {
            ByteBuf shared = frame(number);
            connection.send(shared);
            shared.release();
        }

        /** Reads a frame. Returns its number; -1 if it is not the same all over. */
        int read() throws IOException {
            int number = in.readInt();
            boolean same = true;
            for (int i = Integer.BYTES; i < FRAME; i += Integer.BYTES) {
                same &= in.readInt() == number;
            }
            return same ? number : -1;
        }

        <T> T onLoop(Callable<T> work) throws Exception {
            return channel.eventLoop().submit(work).get();
        }

        @Override
        public void close() throws IOException {
            peer.close();
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
