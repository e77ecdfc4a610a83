package io.fairlead.transport.api;

import io.fairlead.transport.EventLoops;
import io.fairlead.transport.Listener;
import io.fairlead.transport.TlsEntrance;
import io.fairlead.transport.tls.TlsEndpoint;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.flow.FlowControlHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An HTTP listener for programs, on a loop of its own, which answers whatever the node's loops do. */
public final class ApiServer implements AutoCloseable {

    private static final int MAX_HEADER_BYTES = 8 << 10;

    private static final long HANDSHAKE_MILLIS = 10_000;

    /** More than any operator's tools need, and too few to take the node's files away. */
    private static final int MOST_CONNECTIONS = 256;

    private final EventLoops loop;
    private final Listener listener;

    private ApiServer(EventLoops loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @param name what the name of its thread begins with
     * @param tls what connections are secured with, and closed by the caller; null for none
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static ApiServer start(String host, int port, String name, @Nullable TlsEndpoint tls, Api api)
            throws IOException {
        EventLoops loop = new EventLoops(1, name);
        try {
            Door door = new Door(new TlsEntrance(name, tls, HANDSHAKE_MILLIS), api);
            return new ApiServer(loop, Listener.open(host, port, loop, (on, channel) -> door.enter(channel)));
        } catch (IOException e) {
            loop.close();
            throw e;
        }
    }

    /** The port that is listened on. */
    public int port() {
        return listener.port();
    }

    /** Stops answering. Not to be called on its loop. */
    @Override
    public void close() {
        listener.close();
        loop.close();
    }

    /** Where connections come in. Used on the listener's loop only. */
    private static final class Door {

        private final TlsEntrance entrance;
        private final Api api;
        private int connections;

        Door(TlsEntrance entrance, Api api) {
            this.entrance = entrance;
            this.api = api;
        }

        void enter(Channel channel) {
            if (connections >= MOST_CONNECTIONS) {
                var unused = channel.close();
                return;
            }
            connections++;
            channel.closeFuture().addListener(closed -> connections--);
            entrance.enter(channel, this::open);
        }

        private void open(Channel channel) {
            var limits = new HttpDecoderConfig()
                    .setMaxInitialLineLength(MAX_HEADER_BYTES)
                    .setMaxHeaderSize(MAX_HEADER_BYTES);
            channel.pipeline()
                    .addLast(
                            new HttpRequestDecoder(limits),
                            new HttpResponseEncoder(),
                            new FlowControlHandler(),
                            new ApiHandler(api));
        }
    }
}
