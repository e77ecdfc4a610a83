package io.fairlead.transport;

import io.fairlead.bridge.NodeLoop;
import io.fairlead.shares.Lobby;
import io.fairlead.shares.Shares;
import io.fairlead.shares.Visit;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a listener does with each connection it accepts, before anything is read from it: it is taken, or cut off. */
public final class Reception {

    /** Takes everybody, and counts nobody. */
    public static final Reception OPEN = new Reception(null, TrustedProxies.NONE);

    private static final SocketAddress UNKNOWN = new InetSocketAddress(0);

    private final @Nullable Shares shares;
    private final TrustedProxies proxies;

    private Reception(@Nullable Shares shares, TrustedProxies proxies) {
        this.shares = shares;
        this.proxies = proxies;
    }

    /** Takes whom these shares have room for. */
    public static Reception by(Shares shares) {
        return new Reception(shares, TrustedProxies.NONE);
    }

    /** The same for a listener whose proxies say where clients come from, later. */
    public Reception behind(TrustedProxies trusted) {
        return new Reception(shares, trusted);
    }

    /** What a connection holds of the node; null if it is to be cut off. */
    @Nullable
    Visit receive(Channel accepted) {
        if (shares == null) {
            return Visit.free();
        }
        SocketAddress address = Objects.requireNonNullElse(accepted.remoteAddress(), UNKNOWN);
        return shares.arrive(address, proxies.trusts(address));
    }

    /** A connection that was taken is on its loop. */
    void seat(NodeLoop loop, Channel channel, Visit visit) {
        if (shares != null) {
            Lobby lobby = shares.lobby(loop.index());
            Visits.begin(channel, visit, lobby);
        }
    }

    /** How long to wait before more connections are accepted. */
    Duration pause() {
        return shares == null ? Duration.ZERO : shares.pause();
    }

    /** Ends a connection that no loop has seen yet: by a reset, so that the system keeps nothing of it. */
    static void cutOff(Channel accepted) {
        accepted.config().setOption(ChannelOption.SO_LINGER, 0);
        accepted.unsafe().closeForcibly();
    }
}
