package io.fairlead.app;

import io.fairlead.admin.AdminServer;
import io.fairlead.admin.NodeState;
import io.fairlead.bridge.Node;
import io.fairlead.bridge.NodeLoop;
import io.fairlead.broker.Broker;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.broker.packet.Dialer;
import io.fairlead.config.Configuration;
import io.fairlead.config.yaml.Units;
import io.fairlead.metrics.Meters;
import io.fairlead.shares.Shares;
import io.fairlead.topicmap.Topics;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.Reception;
import io.fairlead.transport.ShareWatch;
import io.fairlead.transport.http.PageSource;
import io.fairlead.transport.http.WebServer;
import io.fairlead.transport.tls.ListenerTls;
import io.fairlead.transport.tls.Protocol;
import io.fairlead.transport.tls.TlsEndpoints;
import io.fairlead.wire.mqtt.ListenerRules;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole gateway in this process, running from {@link #start} to {@link #close}: what {@code run}, {@code demo} and the
 * integration tests have in common. Not for event loops: starting and closing block.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    /** Past the window every session has closed by itself; this is for a loop that is too busy to. */
    private static final Duration OVERTIME = Duration.ofSeconds(5);

    private final Configuration configuration;
    private final EventLoops loops;
    private final Node node;
    private final TlsEndpoints tls;
    private final Shares shares;
    private final ShareWatch watch;
    private final MqttListeners mqtt;
    private final WebServer web;
    private final @Nullable AdminServer admin;
    private volatile boolean draining;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Gateway(
            Configuration configuration,
            EventLoops loops,
            Node node,
            Shares shares,
            TlsEndpoints tls,
            MqttListeners mqtt,
            WebServer web)
            throws IOException {
        this.configuration = configuration;
        this.loops = loops;
        this.node = node;
        this.tls = tls;
        this.shares = shares;
        this.mqtt = mqtt;
        this.web = web;
        this.admin = configuration.admin() == null ? null : openAdmin(configuration.admin());
        this.watch = ShareWatch.start(shares, loops.all());
    }

    private AdminServer openAdmin(Configuration.Admin configured) throws IOException {
        return AdminServer.start(
                GatewaySettings.adminSettings(configured),
                tls.add("admin", configured.tls(), Protocol.HTTP),
                new State(),
                loops.all().stream().map(NodeLoop::group).toList(),
                node.meters()::exposition,
                node.revocations());
    }

    /** What the admin listener sees. */
    private final class State implements NodeState {
        @Override
        public String name() {
            return configuration.node();
        }

        @Override
        public boolean brokerReached() {
            return node.brokerReached();
        }

        @Override
        public boolean brokerUp() {
            return node.brokerUp();
        }

        @Override
        public boolean draining() {
            return draining;
        }

        @Override
        public boolean full() {
            return shares.isFull();
        }

        @Override
        public long clients() {
            return node.sessions();
        }
    }

    /**
     * Starts a gateway. It accepts connections when this returns; a broker that is away is waited for in the background.
     *
     * @param topics the topic map
     * @param broker where its links are opened; closed by the caller, after the gateway
     * @param pages what {@code GET} serves besides the protocol
     * @throws IOException if an address cannot be listened on, or the files of a listener's TLS cannot be used any more; the
     *     message says which
     */
    public static Gateway start(Configuration configuration, Topics topics, Broker broker, PageSource pages)
            throws IOException {
        int count = configuration.upstream().loops();
        EventLoops loops = count == 0 ? EventLoops.forThisMachine() : new EventLoops(count);
        Node node = null;
        TlsEndpoints tls = null;
        MqttListeners mqtt = null;
        WebServer web = null;
        try {
            node = node(configuration, topics, broker, loops);
            tls = new TlsEndpoints(node.meters());
            Shares shares = shares(configuration.shares(), loops, node.meters());
            Reception reception = Reception.by(shares);
            mqtt = MqttListeners.start(
                    configuration,
                    loops,
                    reception,
                    new MqttSessions(configuration, topics, loops.all(), node, dialer(broker)),
                    tls);
            web = WebServer.start(
                    GatewaySettings.webSettings(configuration),
                    loops,
                    pages,
                    node,
                    mqtt.web(),
                    reception,
                    tls.add("web", configuration.web().tls(), Protocol.HTTP));
            Gateway gateway = new Gateway(configuration, loops, node, shares, tls, mqtt, web);
            tls.watch();
            node.start();
            return gateway;
        } catch (IOException | RuntimeException e) {
            closing("the web listener", web);
            closing("the MQTT listeners", mqtt);
            closing("the certificates", tls);
            closing("the node", node);
            closing("the authenticator", node == null ? null : node.doorway().authenticator());
            loops.close();
            throw e;
        }
    }

    private static Shares shares(Configuration.Shares configured, EventLoops loops, Meters meters) {
        return new Shares(
                GatewaySettings.shareSettings(configured),
                loops.all().size(),
                configured.exempt()::trusts,
                System::nanoTime,
                meters,
                new BanLog(log::warn, System::nanoTime));
    }

    private static Dialer dialer(Broker broker) {
        return broker instanceof HiveMqBroker reached
                ? reached.dialer()
                : Dialer.toNowhere("this broker takes no clients of their own");
    }

    /** The port browsers connect to. */
    public int port() {
        return web.port();
    }

    /** The address of the web listener, as a line for a person. */
    public String listener() {
        ListenerRules rules = configuration.web().mqtt();
        Configuration.Web web = configuration.web();
        return scheme(web.tls()) + address(web.host(), port()) + ", WebSocket at /ws"
                + (rules == null ? "" : ", MQTT at /mqtt " + MqttListeners.words(rules));
    }

    /** The addresses of the MQTT listeners, one line each for a person. */
    public List<String> mqttListeners() {
        return mqtt.lines();
    }

    /** The ports MQTT clients connect to, in the order of the configuration. */
    public List<Integer> mqttPorts() {
        return mqtt.ports();
    }

    /** The address of the admin listener, as a line for a person; null if there is none. */
    public @Nullable String adminListener() {
        Configuration.Admin configured = configuration.admin();
        return admin == null || configured == null
                ? null
                : scheme(configured.tls()) + address(configured.host(), admin.port())
                        + ": /livez, /readyz, /metrics, /api";
    }

    private static String scheme(@Nullable ListenerTls tls) {
        return tls == null ? "http://" : "https://";
    }

    private static String address(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Whether the broker is connected. Any thread. */
    public boolean brokerUp() {
        return node.brokerUp();
    }

    /** Reads the files of certificates again, soon, whether they have changed or not. Any thread. */
    public void reloadCertificates() {
        tls.reload();
    }

    /** What it counts. */
    public Meters meters() {
        return node.meters();
    }

    /**
     * Sends the clients elsewhere, over the configured window: takes no new ones and is not ready any more from this moment
     * on, tells each client and closes it, and returns when the last one has gone or the window is over. {@link #close} comes
     * after it. Blocks.
     */
    public void drain() throws InterruptedException {
        Duration window = configuration.drain();
        draining = true;
        web.stopAccepting();
        mqtt.stopAccepting();
        log.info(
                "draining: {} clients are sent elsewhere within {}; a second signal ends the gateway at once",
                node.sessions(),
                Units.written(window));
        CountDownLatch ended = new CountDownLatch(loops.all().size() + mqtt.size());
        mqtt.drain(window, ended::countDown);
        node.drain(window, ended::countDown);
        if (!ended.await(window.plus(OVERTIME).toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("{} clients did not leave within {}; they are cut off", node.sessions(), Units.written(window));
        }
    }

    /** Stops accepting, closes what clients there still are, leaves the broker, ends the loops. Blocks, for a few seconds at most. */
    @Override
    public void close() {
        draining = true;
        if (closed.compareAndSet(false, true)) {
            closing("the web listener", web);
            closing("the MQTT listeners", mqtt);
            closing("the watch over shares", watch);
            closing("the node", node);
            closing("the authenticator", node.doorway().authenticator());
            closing("the admin listener", admin);
            closing("the certificates", tls);
            closing("the event loops", loops);
        }
    }

    /** What cannot be closed must not keep the rest from being closed. */
    private static void closing(String what, @Nullable AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            log.warn("{} did not close: {}", what, e.toString());
        }
    }

    private static Node node(Configuration configuration, Topics topics, Broker broker, EventLoops loops) {
        return new Node(
                GatewaySettings.nodeSettings(configuration, loops.all().size()),
                broker,
                loops.all(),
                () -> topics,
                GatewaySettings.authenticator(configuration.auth()),
                GatewaySettings.clientNames(configuration.auth()),
                Meters.exposed(loops.all().size()));
    }
}
