package io.fairlead.transport.http;

import io.fairlead.session.Handshake;
import io.fairlead.transport.websocket.WebSocketDoor;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;

/** {@code /ws}: JSON frames. */
record JsonUpgrade(WebSocketDoor door) implements Upgrade {

    @Override
    public Subprotocols choose(HttpHeaders headers) {
        return Subprotocols.choose(headers);
    }

    @Override
    public String wanted() {
        return "offer fairlead.v1, or none";
    }

    @Override
    public void open(Channel channel, Handshake handshake) {
        door.open(channel, handshake);
    }
}
