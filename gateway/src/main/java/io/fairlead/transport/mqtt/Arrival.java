package io.fairlead.transport.mqtt;

import io.fairlead.identity.Peer;
import io.fairlead.transport.ClientAddress;
import io.fairlead.transport.Visits;
import io.fairlead.transport.tls.Secured;
import io.fairlead.transport.tls.TlsEndpoint;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The way of one accepted connection to its door: a PROXY header where a trusted proxy has connected, then TLS where the
 * listener has it. Nothing behind it sees a byte before both are done. Used on the connection's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a refused connection to be closed
final class Arrival implements Secured {
    private final ListenerEntrance entrance;
    private final Channel channel;
    private final MqttDoor door;
    private SocketAddress address;

    Arrival(ListenerEntrance entrance, Channel channel, MqttDoor door) {
        this.entrance = entrance;
        this.channel = channel;
        this.door = door;
        this.address = ClientAddress.of(channel);
    }

    void begin() {
        if (entrance.proxies().trusts(address)) {
            ProxyHeader.await(channel, entrance.patience(), this);
        } else {
            secure();
        }
    }

    /** Where the client comes from is known: from the header, or, where the header says nothing, it is the socket's address. */
    void onHeader(@Nullable SocketAddress source) {
        address = source == null ? address : source;
        Visits.of(channel).comesFrom(address);
        secure();
    }

    private void secure() {
        TlsEndpoint tls = entrance.tls();
        if (tls == null) {
            admit(null);
        } else {
            tls.secure(channel, entrance.patience(), this);
        }
    }

    @Override
    public void admit(@Nullable X509Certificate certificate) {
        door.open(channel, new Peer(address, listener(), certificate, null));
    }

    /** The connection is no client's: it is closed, and a line says why. */
    @Override
    public void refuse(String why) {
        entrance.refusals().write(address, listener(), why);
        channel.close();
    }

    private String listener() {
        return entrance.name(channel.localAddress() instanceof InetSocketAddress local ? local.getPort() : 0);
    }
}
