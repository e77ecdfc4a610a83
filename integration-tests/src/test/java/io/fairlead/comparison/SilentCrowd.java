package io.fairlead.comparison;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Sockets that say nothing, or only the beginning of something, from many loopback addresses, none of which has more than one
 * address may. To be used from one thread.
 */
public final class SilentCrowd implements AutoCloseable {

    private static final int PER_ADDRESS = 150;

    /** How many connects may be under way: the system's own queue is not what is tried here. */
    private static final int UNDER_WAY = 500;

    private static final List<String> BEGINNINGS = List.of("", "GET /ws HT", """
            GET /ws HTTP/1.1\r
            Host: a\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """);

    private final InetSocketAddress target;
    private final int size;
    private final Queue<SocketChannel> connecting = new ArrayDeque<>();
    private final List<SocketChannel> open = new ArrayList<>();
    private final ByteBuffer sink = ByteBuffer.allocate(4_096);
    private int begun;
    private int ended;

    /** @param size how many there are to be */
    public SilentCrowd(int port, int size) {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.size = size;
    }

    /** Goes on to connect, and to read what has come. Returns whether all of them have connected. */
    public boolean push() throws IOException {
        while (begun < size && connecting.size() < UNDER_WAY) {
            connecting.add(begin(begun++));
        }
        for (int i = connecting.size(); i > 0; i--) {
            SocketChannel one = connecting.remove();
            if (!finish(one)) {
                connecting.add(one);
            }
        }
        return begun == size && connecting.isEmpty();
    }

    private SocketChannel begin(int number) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        int host = number / PER_ADDRESS;
        channel.bind(new InetSocketAddress("127.1." + host / 250 + "." + (host % 250 + 1), 0));
        channel.connect(target);
        return channel;
    }

    private boolean finish(SocketChannel channel) throws IOException {
        try {
            if (!channel.finishConnect()) {
                return false;
            }
            String beginning = BEGINNINGS.get((open.size() + ended) % BEGINNINGS.size());
            channel.write(ByteBuffer.wrap(beginning.getBytes(StandardCharsets.US_ASCII)));
            open.add(channel);
        } catch (IOException cutOff) {
            end(channel);
        }
        return true;
    }

    /** How many the other side has closed so far. */
    public int ended() throws IOException {
        List<SocketChannel> left = new ArrayList<>();
        for (SocketChannel channel : open) {
            if (hasEnded(channel)) {
                end(channel);
            } else {
                left.add(channel);
            }
        }
        open.clear();
        open.addAll(left);
        return ended;
    }

    private boolean hasEnded(SocketChannel channel) {
        try {
            int read;
            do {
                sink.clear();
                read = channel.read(sink);
            } while (read > 0);
            return read < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private void end(SocketChannel channel) throws IOException {
        ended++;
        channel.close();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        for (SocketChannel channel : connecting) {
            channel.close();
        }
    }
}
