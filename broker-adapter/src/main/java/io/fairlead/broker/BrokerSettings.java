package io.fairlead.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How links reach the broker.
 *
 * @param addresses tried in turn; at least one
 * @param version which MQTT version links speak; null to use 5 where the broker has it and 3.1.1 where not
 * @param credentials who the gateway is to the broker; null for nobody
 * @param keepAlive how long a link may be silent before it is probed; at most 65,535 s, zero for no probing
 * @param trustedCertificates a PEM file of the authorities that may sign the broker's certificate; null for those of the
 *     Java installation. Only for TLS
 * @param connectTimeout how long TCP, TLS and the answer to CONNECT may take, each
 * @param connectsPerSecond how many attempts to connect all links together may make in a second
 * @param firstBackoff the upper bound of the random pause before the first attempt after all addresses have failed; it
 *     doubles with every round
 * @param longestBackoff what the bound grows to
 */
public record BrokerSettings(
        List<BrokerAddress> addresses,
        @Nullable MqttVersion version,
        @Nullable Credentials credentials,
        Duration keepAlive,
        @Nullable Path trustedCertificates,
        Duration connectTimeout,
        double connectsPerSecond,
        Duration firstBackoff,
        Duration longestBackoff) {

    /** @throws IllegalArgumentException with a sentence, if a value is out of its bounds */
    public BrokerSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("at least one broker address is needed");
        }
        if (keepAlive.isNegative() || keepAlive.toSeconds() > 65_535) {
            throw new IllegalArgumentException("keep-alive is at most 65535 s");
        }
        if (!(connectsPerSecond > 0)) {
            throw new IllegalArgumentException("connects a second are more than 0");
        }
    }

    /** The defaults, for one or more addresses. */
    public static BrokerSettings of(BrokerAddress... addresses) {
        return new BrokerSettings(
                List.of(addresses),
                null,
                null,
                Duration.ofSeconds(30),
                null,
                Duration.ofSeconds(10),
                50,
                Duration.ofMillis(500),
                Duration.ofSeconds(20));
    }

    /** The same with this version; null to find out. */
    public BrokerSettings withVersion(@Nullable MqttVersion only) {
        return new BrokerSettings(
                addresses,
                only,
                credentials,
                keepAlive,
                trustedCertificates,
                connectTimeout,
                connectsPerSecond,
                firstBackoff,
                longestBackoff);
    }

    /** The same with these credentials. */
    public BrokerSettings withCredentials(@Nullable Credentials shown) {
        return new BrokerSettings(
                addresses,
                version,
                shown,
                keepAlive,
                trustedCertificates,
                connectTimeout,
                connectsPerSecond,
                firstBackoff,
                longestBackoff);
    }

    /** The same with these authorities trusted. */
    public BrokerSettings withTrustedCertificates(@Nullable Path pem) {
        return new BrokerSettings(
                addresses,
                version,
                credentials,
                keepAlive,
                pem,
                connectTimeout,
                connectsPerSecond,
                firstBackoff,
                longestBackoff);
    }

    /** User name and password, as CONNECT carries them. Prints without the password. */
    public record Credentials(String user, @Nullable String password) {
        @Override
        public String toString() {
            return "Credentials[user=" + user + ", password=***]";
        }
    }
}
