package io.fairlead.app;

import io.fairlead.bridge.Node;
import io.fairlead.bridge.NodeSettings;
import io.fairlead.broker.Broker;
import io.fairlead.config.Configuration;
import io.fairlead.config.Secret;
import io.fairlead.identity.AnonymousAuthenticator;
import io.fairlead.identity.Authenticator;
import io.fairlead.identity.ClientNames;
import io.fairlead.identity.SignedClientNames;
import io.fairlead.identity.jwt.JwtAuthenticator;
import io.fairlead.identity.jwt.JwtSettings;
import io.fairlead.metrics.Meters;
import io.fairlead.topicmap.Topics;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.http.PageSource;
import io.fairlead.transport.http.WebServer;
import io.fairlead.transport.http.WebSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole gateway in this process, running from {@link #start} to {@link #close}: what {@code run}, {@code demo} and the
 * integration tests have in common. Not for event loops: starting and closing block.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    private final Configuration configuration;
    private final EventLoops loops;
    private final Node node;
    private final WebServer web;

    private Gateway(Configuration configuration, EventLoops loops, Node node, WebServer web) {
        this.configuration = configuration;
        this.loops = loops;
        this.node = node;
        this.web = web;
    }

    /**
     * Starts a gateway. It accepts connections when this returns; a broker that is away is waited for in the background.
     *
     * @param topics the topic map
     * @param broker where its links are opened; closed by the caller, after the gateway
     * @param pages what {@code GET} serves besides the protocol
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static Gateway start(Configuration configuration, Topics topics, Broker broker, PageSource pages)
            throws IOException {
        int count = configuration.upstream().loops();
        EventLoops loops = count == 0 ? EventLoops.forThisMachine() : new EventLoops(count);
        Node node = null;
        try {
            node = node(configuration, topics, broker, loops);
            WebServer web = WebServer.start(webSettings(configuration), loops, pages, node);
            node.start();
            return new Gateway(configuration, loops, node, web);
        } catch (IOException | RuntimeException e) {
            if (node != null) {
                node.close();
            }
            loops.close();
            throw e;
        }
    }

    /** The port browsers connect to. */
    public int port() {
        return web.port();
    }

    /** The address of the web listener, as a line for a person. */
    public String listener() {
        String host = configuration.web().host();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + shown + ":" + port() + ", WebSocket at /ws";
    }

    /** Whether the broker is connected. Any thread. */
    public boolean brokerUp() {
        return node.brokerUp();
    }

    /** What it counts. */
    public Meters meters() {
        return node.meters();
    }

    /** Stops accepting, says goodbye to every client, leaves the broker, ends the loops. */
    @Override
    public void close() {
        closing("the web listener", web);
        closing("the node", node);
        closing("the event loops", loops);
    }

    /** What cannot be closed must not keep the rest from being closed. */
    private static void closing(String what, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("{} did not close: {}", what, e.toString());
        }
    }

    private static Node node(Configuration configuration, Topics topics, Broker broker, EventLoops loops) {
        return new Node(
                nodeSettings(configuration, loops.all().size()),
                broker,
                loops.all(),
                () -> topics,
                authenticator(configuration.auth()),
                clientNames(configuration.auth()),
                Meters.inMemory(loops.all().size()));
    }

    private static NodeSettings nodeSettings(Configuration configuration, int loops) {
        NodeSettings usual = NodeSettings.defaults(configuration.node(), loops);
        Configuration.Upstream upstream = configuration.upstream();
        return new NodeSettings(
                configuration.node(),
                upstream.prefix(),
                configuration.session(),
                upstream.session(),
                upstream.maxLinks() == 0 ? usual.maxLinks() : Math.max(loops, upstream.maxLinks()),
                upstream.linger(),
                usual.maxPendingBytes(),
                usual.publishing(),
                usual.retained(),
                usual.durable(),
                usual.recovery(),
                usual.memory());
    }

    private static WebSettings webSettings(Configuration configuration) {
        Configuration.Web web = configuration.web();
        WebSettings usual = WebSettings.DEFAULT;
        return new WebSettings(
                web.host(),
                web.port(),
                web.origins(),
                web.cookie(),
                configuration.session().maxBytes(),
                usual.maxHeaderBytes(),
                usual.requestTimeoutMillis(),
                configuration.session().pingMillis());
    }

    private static Authenticator authenticator(Configuration.Auth auth) {
        JwtSettings jwt = auth.jwt();
        return jwt == null ? new AnonymousAuthenticator() : new JwtAuthenticator(jwt, InstantSource.system());
    }

    private static ClientNames clientNames(Configuration.Auth auth) {
        Secret secret = auth.clientSecret();
        return secret == null
                ? SignedClientNames.withRandomKey()
                : new SignedClientNames(secret.reveal().getBytes(StandardCharsets.UTF_8));
    }
}
