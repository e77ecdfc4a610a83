package io.fairlead.transport.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import org.jspecify.annotations.Nullable;

/** What a listener does with the requests that keep to {@link RequestRules}. Used on one loop only. */
interface HttpDoor {

    /** The response to a request, or null if the connection speaks something else from now on. */
    @Nullable
    FullHttpResponse answer(Channel channel, WebRequest request);

    /**
     * Adds to a response what all of the listener's have, before it is written; and notes it.
     *
     * @param request null where it was no request
     */
    void mark(Channel channel, @Nullable WebRequest request, FullHttpResponse response);

    HttpLimits limits();
}
