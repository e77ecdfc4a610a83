package io.fairlead.transport.http;

import io.fairlead.session.Handshake;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;

/** What a connection becomes by its upgrade to WebSocket. */
interface Upgrade {

    /** The subprotocol, of those that the client offers. */
    Subprotocols choose(HttpHeaders headers);

    /** What a client is told that offers none of them. */
    String wanted();

    /** Takes the connection, whose handshake is answered. */
    void open(Channel channel, Handshake handshake);
}
