package io.fairlead.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The socket under a channel, for frames that need nothing of the pipeline: the system call alone, on the channel's loop.
 * Whoever writes this way while bytes wait in the channel would overtake them; {@link #isClear()} tells.
 */
final class DirectSocket {
    private final Socket socket;
    private final ChannelOutboundBuffer waiting;

    private DirectSocket(Socket socket, ChannelOutboundBuffer waiting) {
        this.socket = socket;
        this.waiting = waiting;
    }

    /** The socket of a channel whose pipeline changes no bytes; null where there is none: under TLS, without epoll, closed. */
    static @Nullable DirectSocket of(Channel channel) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        boolean plain = waiting != null && channel.pipeline().get(SslHandler.class) == null;
        return plain && channel instanceof EpollSocketChannel epoll && epoll.fd() instanceof Socket socket
                ? new DirectSocket(socket, waiting)
                : null;
    }

    /** Whether the channel is open and holds nothing that was written and has not left. */
    boolean isClear() {
        return waiting.totalPendingWriteBytes() == 0 && socket.isOpen();
    }

    /**
     * Sends what a buffer has to read, without moving it.
     *
     * @return how many bytes left; fewer than there are if the socket takes no more or is broken, which an ordinary write of
     *     the rest then finds too and handles
     */
    int send(ByteBuf bytes) {
        if (!bytes.hasMemoryAddress()) {
            return 0;
        }
        try {
            return socket.sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
        } catch (IOException broken) {
            return 0;
        }
    }
}
