package io.fairlead.config;

import io.fairlead.topicmap.TopicMap;
import io.fairlead.wire.mqtt.ListenerRules;
import io.fairlead.wire.mqtt.ListenerRules.BrokerSees;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds what must not be started unless somebody says so. Each rule is one method, and one sentence for the operator. */
public final class InsecureCombinations {

    private final Configuration configuration;
    private final List<Found> found = new ArrayList<>();

    /**
     * A combination that is there.
     *
     * @param key the key of the configuration at which it is to be shown
     * @param sentence what strangers may do, without a full stop
     * @param remedy what would be right
     */
    public record Found(Insecurity what, String key, String sentence, String remedy) {

        /** The remedy, and how to allow it all the same. */
        public String hint() {
            return remedy + "; or, if it is meant, security.allow: [" + what.word() + "]";
        }
    }

    private InsecureCombinations(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Every one in a configuration and its topic map, allowed or not. */
    public static List<Found> in(Configuration configuration, TopicMap map) {
        InsecureCombinations rules = new InsecureCombinations(configuration);
        rules.anonymousPublish(map);
        rules.anonymousPassthrough();
        rules.plainCookie();
        rules.anyOriginCookie();
        rules.unverifiedBroker();
        return List.copyOf(rules.found);
    }

    private void anonymousPublish(TopicMap map) {
        List<String> routes = map.openToPublishAnything();
        if (configuration.auth().anonymous() && isPublic() && !routes.isEmpty()) {
            add(
                    Insecurity.ANONYMOUS_PUBLISH,
                    "auth.anonymous",
                    "whoever reaches this gateway may publish to every topic of route " + String.join(", ", routes)
                            + ", without credentials",
                    "allow [authenticated] there, give the route levels of its own, or listen on 127.0.0.1");
        }
    }

    private void anonymousPassthrough() {
        boolean passed = rules().anyMatch(rules -> rules.brokerSees() == BrokerSees.CLIENT);
        if (configuration.auth().anonymous() && isPublic() && passed) {
            add(
                    Insecurity.ANONYMOUS_PASSTHROUGH,
                    "auth.anonymous",
                    "the broker alone judges user names (brokerSees: client), while clients without credentials come in:"
                            + " at a broker that takes anybody, everybody is the user they say",
                    "set auth.anonymous: false, or brokerSees: gateway");
        }
    }

    private void plainCookie() {
        Configuration.Web web = configuration.web();
        boolean encrypted = web.tls() != null || !web.proxies().isEmpty();
        if (web.rules().cookie() != null && isPublic(web.host()) && !encrypted) {
            add(
                    Insecurity.PLAIN_COOKIE,
                    "web.cookie",
                    "the cookie that bears the token crosses the network in the clear: the web listener has no TLS and no"
                            + " proxy in front that it trusts",
                    "give it listeners.web.tls, name the proxy that speaks TLS in web.trustedProxies, or listen on 127.0.0.1");
        }
    }

    private void anyOriginCookie() {
        Configuration.Web web = configuration.web();
        if (web.rules().cookie() != null && web.rules().origins().contains("*")) {
            add(
                    Insecurity.ANY_ORIGIN_COOKIE,
                    "web.origins",
                    "a page of any site can connect as the user whose browser shows it, since a cookie is the credential",
                    "list the origins of your own pages");
        }
    }

    private void unverifiedBroker() {
        boolean encrypted = configuration.broker().addresses().stream()
                .anyMatch(address -> address.scheme().tls());
        if (encrypted && !configuration.broker().tls().verifyHost()) {
            add(
                    Insecurity.UNVERIFIED_BROKER,
                    "broker.tls.verifyHost",
                    "whoever has any certificate that broker.tls trusts can pass for the broker",
                    "have the broker's certificate name its host, and trust its authority by broker.tls.caFile");
        }
    }

    private void add(Insecurity what, String key, String sentence, String remedy) {
        found.add(new Found(what, key, sentence, remedy));
    }

    private Stream<ListenerRules> rules() {
        return Stream.concat(
                Stream.of(configuration.web()).map(Configuration.Web::mqtt).filter(Objects::nonNull),
                configuration.mqtt().stream().map(Configuration.Mqtt::rules));
    }

    /** Whether clients can come from another machine. */
    private boolean isPublic() {
        return isPublic(configuration.web().host())
                || configuration.mqtt().stream().anyMatch(listener -> isPublic(listener.host()));
    }

    /**
     * Whether an address to listen on can be reached from another machine: every one but the loopback's. A private network is
     * full of other people's machines, and a name that does not resolve is no promise.
     */
    static boolean isPublic(String host) {
        try {
            return !InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
