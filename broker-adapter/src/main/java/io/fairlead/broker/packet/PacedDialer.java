package io.fairlead.broker.packet;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.connect.BrokerAccess;
import io.netty.channel.ChannelHandler;
import io.netty.channel.IoEventLoopGroup;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Dials within the budget of all links, beginning with the address that answered last. Thread-safe. */
final class PacedDialer implements Dialer {

    private final BrokerAccess access;
    private final Transport transport;
    private final AtomicInteger answered = new AtomicInteger();

    PacedDialer(BrokerAccess access, Transport transport) {
        this.access = access;
        this.transport = transport;
    }

    @Override
    public Dialing dial(IoEventLoopGroup loop, Listener listener, ChannelHandler... handlers) {
        PacedDialing dialing = new PacedDialing(this, loop, listener, handlers);
        loop.execute(dialing::start);
        return dialing;
    }

    BrokerAccess access() {
        return access;
    }

    Transport transport() {
        return transport;
    }

    List<BrokerAddress> addresses() {
        return access.settings().addresses();
    }

    /** Which of the addresses answered last. */
    int answered() {
        return answered.get();
    }

    void answered(int address) {
        answered.set(address);
    }
}
