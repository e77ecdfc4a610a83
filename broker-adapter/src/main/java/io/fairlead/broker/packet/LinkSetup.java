package io.fairlead.broker.packet;

import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.connect.BrokerAccess;
import io.fairlead.broker.connect.ConnectPlan;
import io.netty.channel.IoEventLoopGroup;
import java.net.InetSocketAddress;

/** Everything that the connections of one link have in common. */
record LinkSetup(BrokerAccess access, Transport transport, IoEventLoopGroup loop, LinkOptions options) {

    /** Begins to connect as the link is meant to be; called on the loop. */
    Connection open(ConnectPlan plan, InetSocketAddress resolved, boolean clean, ConnectionListener listener) {
        return open(plan, resolved, clean, options.sessionSeconds(), listener);
    }

    /** Begins to connect with a clean session that ends with the connection; called on the loop. */
    Connection openLast(ConnectPlan plan, InetSocketAddress resolved, ConnectionListener listener) {
        return open(plan, resolved, true, 0, listener);
    }

    private Connection open(
            ConnectPlan plan,
            InetSocketAddress resolved,
            boolean clean,
            long sessionSeconds,
            ConnectionListener listener) {
        ConnectRequest request = new ConnectRequest(
                access.settings(), options, plan.version(), plan.address(), resolved, clean, sessionSeconds);
        return Connection.open(transport, loop, request, listener);
    }
}
