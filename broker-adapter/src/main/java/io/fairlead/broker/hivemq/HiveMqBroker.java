package io.fairlead.broker.hivemq;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.LinkListener;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.SessionLink;
import io.fairlead.broker.SessionLinkListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A broker that is reached with the HiveMQ client. Holds what its links share: settings, trusted certificates, the connect
 * budget, the version that was found out, and a thread for names to be resolved on, which the library would do on the
 * links' loops.
 */
public final class HiveMqBroker implements Broker {

    private static final int CONNECTS_AT_ONCE = 10;

    private final BrokerSettings settings;
    private final @Nullable TrustManagerFactory trusted;
    private final ConnectBudget budget;
    private final AtomicReference<@Nullable MqttVersion> agreed = new AtomicReference<>();
    private final ExecutorService resolver = Executors.newSingleThreadExecutor(HiveMqBroker::resolverThread);

    /** @throws IllegalArgumentException with a sentence, if the trusted certificates cannot be read */
    public HiveMqBroker(BrokerSettings settings) {
        this.settings = settings;
        Path file = settings.tls().trusted();
        this.trusted = file == null ? null : TrustedCertificates.read(file);
        this.budget = new ConnectBudget(settings.connectsPerSecond(), CONNECTS_AT_ONCE);
    }

    private static Thread resolverThread(Runnable task) {
        Thread thread = new Thread(task, "broker-names");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public BrokerLink open(LinkOptions options, LinkListener listener) {
        ConnectPlan plan = new ConnectPlan(settings, agreed);
        HiveMqLink link = new HiveMqLink(this, new ClientSetup(settings, options, trusted), plan, listener);
        options.loop().execute(link::start);
        return link;
    }

    /** How long an attempt that is to be made now has to wait for its turn, in nanoseconds. */
    long takeTurn() {
        return budget.take(System.nanoTime());
    }

    /** Resolves an address on another thread; fails with {@link UnknownHostException}. */
    CompletableFuture<InetSocketAddress> resolve(BrokerAddress address) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
                    } catch (UnknownHostException e) {
                        throw new CompletionException(e);
                    }
                },
                resolver);
    }

    @Override
    public SessionLink openSession(LinkOptions options, SessionLinkListener listener) {
        throw new UnsupportedOperationException("no session links yet");
    }

    @Override
    public void close() {
        resolver.shutdown();
    }
}
