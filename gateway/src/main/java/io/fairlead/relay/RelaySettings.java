package io.fairlead.relay;

import io.fairlead.broker.BrokerSettings.Credentials;
import io.fairlead.session.RateSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a listener in mode {@code relay} is set to.
 *
 * @param prefix what every topic begins with that the gateways keep for themselves on the broker, without a last {@code /}
 * @param denied what becomes of an MQTT 3.1.1 client's PUBLISH that is denied
 * @param shownToBroker as whom the broker sees the clients
 * @param credentials the gateway's own for the broker; null if it has none
 * @param maxPacketBytes the largest packet a client may send
 * @param subscriptions how many filters a client may be subscribed to
 * @param rates how often clients and users may do what
 * @param connectTimeoutMillis how long it may take to find out who a client is, and then how long the broker may take to
 *     answer its CONNECT
 */
public record RelaySettings(
        String prefix,
        DeniedPublish denied,
        ShownToBroker shownToBroker,
        @Nullable Credentials credentials,
        int maxPacketBytes,
        int subscriptions,
        RateSettings rates,
        long connectTimeoutMillis) {

    /** As whom the broker sees a client, by user name and password. */
    public enum ShownToBroker {
        /** As the gateway: its user and password. */
        GATEWAY,
        /** As itself: the user and password that the client showed. */
        CLIENT,
        /** The user's name, with the gateway's password. */
        USER
    }
}
