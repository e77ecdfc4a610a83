package io.fairlead.transport.http;

import io.fairlead.transport.EventLoops;
import io.fairlead.transport.Listener;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An HTTP listener that answers a few paths with plain text, on a loop of its own, whatever the node's loops do. */
public final class TextServer implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final long REQUEST_TIMEOUT_MILLIS = 10_000;

    private final EventLoops loop;
    private final Listener listener;

    private TextServer(EventLoops loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /**
     * An answer.
     *
     * @param ok whether the status is 200, otherwise 503
     * @param text what is said, without a last line break
     */
    public record Text(boolean ok, String text) {}

    /** Where answers come from; asked on the listener's loop, where it must not block. */
    @FunctionalInterface
    public interface Source {

        /** The answer to a GET of a path; null if there is no such path. */
        @Nullable
        Text find(String path);
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @param name what the name of its thread begins with
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static TextServer start(String host, int port, String name, Source source) throws IOException {
        EventLoops loop = new EventLoops(1, name);
        try {
            Door door = new Door(source);
            return new TextServer(loop, Listener.open(host, port, loop, (on, channel) -> door.open(channel)));
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

    private record Door(Source source) implements HttpDoor {

        void open(Channel channel) {
            var limits = new HttpDecoderConfig()
                    .setMaxInitialLineLength(MAX_HEADER_BYTES)
                    .setMaxHeaderSize(MAX_HEADER_BYTES);
            channel.pipeline()
                    .addLast(new HttpRequestDecoder(limits), new HttpResponseEncoder(), new HttpHandler(this));
        }

        @Override
        public FullHttpResponse answer(Channel channel, HttpRequest request) {
            if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
                return Responses.notAllowed("GET, HEAD");
            }
            Text text = source.find(new QueryStringDecoder(request.uri()).rawPath());
            if (text == null) {
                return Responses.sentence(HttpResponseStatus.NOT_FOUND, "there is nothing here");
            }
            HttpResponseStatus status = text.ok() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
            return Responses.sentence(status, text.text());
        }

        @Override
        public long requestTimeoutMillis() {
            return REQUEST_TIMEOUT_MILLIS;
        }
    }
}
