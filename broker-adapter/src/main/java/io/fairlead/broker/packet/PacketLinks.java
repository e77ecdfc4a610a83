package io.fairlead.broker.packet;

import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.SessionLink;
import io.fairlead.broker.SessionLinkListener;
import io.fairlead.broker.connect.BrokerAccess;
import io.netty.channel.IoEventLoopGroup;

/**
 * Opens links that carry one client's own session, packet by packet, and connections for those who do the packets
 * themselves. Thread-safe.
 */
public final class PacketLinks {

    private final BrokerAccess access;
    private final Transport transport;

    /**
     * Links to one broker.
     *
     * @throws IllegalArgumentException with a sentence, if an address needs TLS and it cannot be set up
     */
    public PacketLinks(BrokerAccess access) {
        this.access = access;
        this.transport = new Transport(access);
    }

    /**
     * Opens a link; returns at once.
     *
     * @throws IllegalArgumentException if the loop of the options is no event loop group of Netty's
     */
    public SessionLink open(LinkOptions options, SessionLinkListener listener) {
        if (!(options.loop() instanceof IoEventLoopGroup loop)) {
            throw new IllegalArgumentException("a session link lives on a Netty event loop group of one thread");
        }
        PacketLink link = new PacketLink(new LinkSetup(access, transport, loop, options), listener);
        loop.execute(link::start);
        return link;
    }

    /** Opens connections with the addresses and TLS of these links, and in their budget. */
    public Dialer dialer() {
        return new PacedDialer(access, transport);
    }
}
