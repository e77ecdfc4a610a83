package io.fairlead.transport;

import io.fairlead.transport.tls.Secured;
import io.fairlead.transport.tls.TlsEndpoint;
import io.netty.channel.Channel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What lies between the accepted sockets of one listener and what is spoken there: TLS, where the listener has it. */
public final class TlsEntrance {
    private final String listener;
    private final @Nullable TlsEndpoint tls;
    private final Duration patience;
    private final RefusalLog refusals = new RefusalLog();

    /**
     * An entrance.
     *
     * @param listener what it is called in log lines
     * @param tls null for none
     * @param patienceMillis how long a TLS handshake may take
     */
    public TlsEntrance(String listener, @Nullable TlsEndpoint tls, long patienceMillis) {
        this.listener = listener;
        this.tls = tls;
        this.patience = Duration.ofMillis(patienceMillis);
    }

    /** Lets a connection in, now or when its handshake is done. On its loop. */
    public void enter(Channel channel, Consumer<Channel> open) {
        if (tls == null) {
            open.accept(channel);
        } else {
            tls.secure(channel, patience, new Arrival(channel, open));
        }
    }

    private final class Arrival implements Secured {
        private final Channel channel;
        private final Consumer<Channel> open;

        Arrival(Channel channel, Consumer<Channel> open) {
            this.channel = channel;
            this.open = open;
        }

        @Override
        public void admit(@Nullable X509Certificate certificate) {
            open.accept(channel);
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a refused connection to be closed
        public void refuse(String why) {
            refusals.write(ClientAddress.of(channel), listener, why);
            channel.close();
        }
    }
}
