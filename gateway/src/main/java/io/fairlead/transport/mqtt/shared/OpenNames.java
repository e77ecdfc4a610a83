package io.fairlead.transport.mqtt.shared;

import io.fairlead.identity.ClientNames;
import org.jspecify.annotations.Nullable;

/**
 * Client names as MQTT has them: who comes with a client id is that client, and takes over who had it before (MQTT 5, section
 * 3.1.4). An anonymous one need prove nothing, as at any broker that lets such in; so it takes over anonymous clients of MQTT only,
 * and never a page, whose name is proved.
 */
final class OpenNames implements ClientNames {

    /** No client's name has a slash. */
    private static final String OF_MQTT = "mqtt/";

    private final ClientNames names;

    OpenNames(ClientNames names) {
        this.names = names;
    }

    @Override
    public String issue() {
        return names.issue();
    }

    @Override
    public String keyOf(String client) {
        return OF_MQTT + client;
    }

    @Override
    public String secretOf(String client) {
        return "";
    }

    @Override
    public boolean proves(String client, @Nullable String secret) {
        return true;
    }
}
