package io.fairlead.broker.hivemq;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.LinkListener;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.SessionLink;
import io.fairlead.broker.SessionLinkListener;
import io.fairlead.broker.connect.BrokerAccess;
import io.fairlead.broker.packet.Dialer;
import io.fairlead.broker.packet.PacketLinks;

/**
 * A broker whose shared links are made with the HiveMQ client, and the links that carry a client's own session packet by
 * packet, since the library hides what those need: DUP and packet ids. Both kinds share one budget.
 */
public final class HiveMqBroker implements Broker {

    private final BrokerAccess access;
    private final PacketLinks sessions;

    /** @throws IllegalArgumentException with a sentence, if certificates are needed and cannot be read, or TLS not be set up */
    public HiveMqBroker(BrokerSettings settings) {
        this.access = new BrokerAccess(settings);
        this.sessions = new PacketLinks(access);
    }

    @Override
    public BrokerLink open(LinkOptions options, LinkListener listener) {
        ClientSetup setup = new ClientSetup(access.settings(), options, access.tls());
        HiveMqLink link = new HiveMqLink(access, setup, access.plan(), listener);
        options.loop().execute(link::start);
        return link;
    }

    @Override
    public SessionLink openSession(LinkOptions options, SessionLinkListener listener) {
        return sessions.open(options, listener);
    }

    /** Opens connections for clients whose packets are passed on as they are; in the budget of the links. */
    public Dialer dialer() {
        return sessions.dialer();
    }

    @Override
    public void close() {
        access.close();
    }
}
