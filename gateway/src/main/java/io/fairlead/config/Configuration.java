package io.fairlead.config;

import io.fairlead.admission.AdmissionSettings;
import io.fairlead.admission.AdmissionSettings.CertificateRoles;
import io.fairlead.admission.AdmissionSettings.UserName;
import io.fairlead.bridge.NodeSettings;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.identity.CertificateName;
import io.fairlead.identity.hook.HookSettings;
import io.fairlead.identity.jwt.JwtSettings;
import io.fairlead.session.SessionSettings;
import io.fairlead.shares.ShareSettings;
import io.fairlead.transport.TrustedProxies;
import io.fairlead.transport.http.WebRules;
import io.fairlead.transport.tls.ListenerTls;
import io.fairlead.wire.mqtt.ListenerRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a gateway is told to be. Reading it has checked everything that can be checked without touching the network.
 *
 * @param node the node's name, unique among those that share a broker
 * @param web where browsers connect
 * @param mqtt where MQTT clients connect, besides {@code web}
 * @param admin where the operator's tools connect; null for nowhere
 * @param broker how to reach the broker
 * @param upstream how the node lives on the broker
 * @param auth who may come in
 * @param topics the file of the topic map
 * @param session what every session has in common
 * @param bounds what the node keeps for its clients at most
 * @param shares who may take how much of the node
 * @param drain how long clients are given to go elsewhere when the gateway ends
 * @param allowed the insecure combinations that were said to be meant
 * @param log how the log looks
 */
public record Configuration(
        String node,
        Web web,
        List<Mqtt> mqtt,
        @Nullable Admin admin,
        BrokerSettings broker,
        Upstream upstream,
        Auth auth,
        Path topics,
        SessionSettings session,
        Bounds bounds,
        Shares shares,
        Duration drain,
        Set<Insecurity> allowed,
        Log log) {

    /**
     * The listener for browsers.
     *
     * @param host the address to listen on
     * @param port the port; 0 for any free one
     * @param rules who may use it from a page
     * @param proxies whose word is taken on where a client comes from
     * @param tls null for none
     * @param mqtt how MQTT clients are served at {@code /mqtt}; null if they are not
     */
    public record Web(
            String host,
            int port,
            WebRules rules,
            TrustedProxies proxies,
            @Nullable ListenerTls tls,
            @Nullable ListenerRules mqtt) {

        /** Which name of an MQTT client's certificate is the user; null where it asks for none. */
        public @Nullable CertificateName certificateName() {
            return tls == null ? null : tls.certificateName();
        }

        /** Whether somebody may come in who neither shows a token nor is anonymous: MQTT clients by certificate, or judged by the broker. */
        boolean admitsOtherwise() {
            return mqtt != null && (certificateName() != null || mqtt.brokerSees() == ListenerRules.BrokerSees.CLIENT);
        }
    }

    /**
     * A listener for MQTT clients.
     *
     * @param host the address to listen on
     * @param port the port; 0 for any free one
     * @param rules how its clients are served
     * @param tls null for none
     * @param proxies who must say by the PROXY protocol where a client comes from
     */
    public record Mqtt(
            String host,
            int port,
            ListenerRules rules,
            @Nullable ListenerTls tls,
            TrustedProxies proxies) {

        /** Which name of a client's certificate is the user; null where it asks for none. */
        public @Nullable CertificateName certificateName() {
            return tls == null ? null : tls.certificateName();
        }

        /** Whether somebody may come in who neither shows a token nor is anonymous: by certificate, or judged by the broker. */
        boolean admitsOtherwise() {
            return certificateName() != null || rules.brokerSees() == ListenerRules.BrokerSees.CLIENT;
        }
    }

    /**
     * The listener for the operator's tools.
     *
     * @param host the address to listen on
     * @param port the port; 0 for any free one
     * @param token what requests must show; null where none is asked for, on a loopback address only
     * @param tls null for none
     */
    public record Admin(
            String host,
            int port,
            @Nullable Secret token,
            @Nullable ListenerTls tls) {}

    /**
     * The node on the broker.
     *
     * @param loops how many event loops, each with a shared link; 0 for one for each processor
     * @param session how long the broker keeps a shared link's session
     * @param maxLinks how many shared links there may be; 0 for four more than loops
     * @param linger how long a broker subscription outlives its last subscriber
     * @param prefix the first levels of the topics that Fairlead needs for itself
     */
    public record Upstream(int loops, Duration session, int maxLinks, Duration linger, String prefix) {}

    /**
     * Who may come in.
     *
     * @param jwt how tokens are verified; null if none are
     * @param anonymous whether clients may come in without any credentials
     * @param jwtSecret the shared secret, for signing development tokens; null where a public key is configured
     * @param clientSecret what the names of anonymous clients are signed with; null for a random one
     * @param mqtt what besides counts of MQTT clients
     * @param hook who is asked beyond tokens and topic map; null for nobody
     */
    public record Auth(
            @Nullable JwtSettings jwt,
            boolean anonymous,
            @Nullable Secret jwtSecret,
            @Nullable Secret clientSecret,
            MqttAuth mqtt,
            @Nullable HookSettings hook) {}

    /** What counts of MQTT clients, beside their tokens. */
    public record MqttAuth(UserName userName, CertificateRoles certificateRoles) {

        /**
         * What it comes to on one listener.
         *
         * @param certificateName which name of a client's certificate is the user; null where it asks for none
         */
        public AdmissionSettings on(ListenerRules rules, @Nullable CertificateName certificateName) {
            boolean brokerJudges = rules.brokerSees() == ListenerRules.BrokerSees.CLIENT;
            return new AdmissionSettings(userName, brokerJudges, certificateName, certificateRoles);
        }
    }

    /**
     * What the node keeps for its clients at most.
     *
     * @param pendingBytes how many bytes may wait to be read by one client
     * @param publishing what may wait for the broker
     * @param durable what durable clients may have
     * @param recovery what is kept for those who come back
     * @param memory what is remembered of publishes
     */
    public record Bounds(
            long pendingBytes,
            NodeSettings.Publishing publishing,
            NodeSettings.Durable durable,
            NodeSettings.Recovery recovery,
            NodeSettings.Memory memory) {}

    /**
     * Who may take how much of the node.
     *
     * @param exempt whose connections are not counted by their address
     */
    public record Shares(ShareSettings settings, TrustedProxies exempt) {}

    /**
     * How the log looks.
     *
     * @param access whether each request and each connection of the web listener gets a line
     */
    public record Log(Format format, Level level, boolean access) {

        /** One line of text for a person, or one JSON object for a machine. */
        public enum Format {
            TEXT,
            JSON
        }

        /** What is worth a line. */
        public enum Level {
            ERROR,
            WARN,
            INFO,
            DEBUG,
            TRACE
        }
    }
}
