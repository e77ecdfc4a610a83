package io.fairlead.transport.http;

import io.fairlead.identity.Peer;
import io.fairlead.session.Handshake;
import io.fairlead.transport.ClientAddress;
import io.fairlead.transport.mqtt.MqttDoor;
import io.fairlead.transport.tls.ClientCertificate;
import io.fairlead.transport.websocket.BinaryWebSocket;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * {@code /mqtt}: packets in binary frames (MQTT 5, section 6).
 *
 * @param door takes connections whose bytes are MQTT from now on
 */
record MqttUpgrade(MqttDoor door) implements Upgrade {

    @Override
    public Subprotocols choose(HttpHeaders headers) {
        return Subprotocols.chooseMqtt(headers);
    }

    @Override
    public String wanted() {
        return "offer mqtt";
    }

    @Override
    public void open(Channel channel, Handshake handshake) {
        channel.pipeline().addLast(new BinaryWebSocket());
        door.open(
                channel,
                new Peer(
                        ClientAddress.of(channel),
                        WebDoor.MQTT_PATH,
                        ClientCertificate.of(channel),
                        handshake.token()));
    }
}
