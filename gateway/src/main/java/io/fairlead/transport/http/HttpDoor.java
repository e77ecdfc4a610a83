package io.fairlead.transport.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What a listener does with the requests that keep to {@link RequestRules}. Used on one loop only. */
interface HttpDoor {

    /** The response to a request, or null if the connection speaks something else from now on. */
    @Nullable
    FullHttpResponse answer(Channel channel, HttpRequest request);

    /** How long a client may take to send a request's header, in milliseconds. */
    long requestTimeoutMillis();
}
