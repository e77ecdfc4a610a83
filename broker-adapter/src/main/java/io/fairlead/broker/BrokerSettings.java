package io.fairlead.broker;

import io.fairlead.pem.CertificateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the broker; the same for every link.
 *
 * @param addresses at least one; tried in turn
 * @param version the version to speak; null to try MQTT 5 first and 3.1.1 where that is not taken
 * @param credentials user and password; null if the broker asks for none
 * @param tls how to trust the broker; counts for addresses of {@code mqtts} and {@code wss} only
 * @param keepAlive the MQTT keep-alive, whole seconds, at most 65,535
 * @param connectTimeout how long one attempt may take, from the socket to the CONNACK
 * @param connectsPerSecond the budget of attempts, over all links
 * @param backoffLeast the ceiling of the first wait after a failure; it doubles with each further one
 * @param backoffMost the highest ceiling; the wait itself is random below its ceiling
 */
public record BrokerSettings(
        List<BrokerAddress> addresses,
        @Nullable MqttVersion version,
        @Nullable Credentials credentials,
        Tls tls,
        Duration keepAlive,
        Duration connectTimeout,
        double connectsPerSecond,
        Duration backoffLeast,
        Duration backoffMost) {

    /** The keep-alive as CONNECT says it. */
    public int keepAliveSeconds() {
        return Math.toIntExact(keepAlive.toSeconds());
    }

    /** User and password; the password is never shown. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[user=" + user + ", password=***]";
        }
    }

    /**
     * How to trust the broker, and to be trusted by it. The files are read again when a link connects and they have changed.
     *
     * @param trusted a PEM file of the certificates to trust; null for those that Java trusts
     * @param own the certificate to show to a broker that asks for one; null for none
     * @param verifyHost whether the certificate must name the host
     */
    public record Tls(@Nullable Path trusted, @Nullable CertificateFiles own, boolean verifyHost) {

        /** What Java trusts, no certificate of our own, the host's name verified. */
        public static final Tls DEFAULT = new Tls(null, null, true);
    }

    /** The settings for one address, all else as it is by default. */
    public static BrokerSettings of(String url) {
        return new BrokerSettings(
                List.of(BrokerAddress.parse(url)),
                null,
                null,
                Tls.DEFAULT,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                50,
                Duration.ofMillis(500),
                Duration.ofSeconds(30));
    }
}
