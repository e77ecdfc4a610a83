package io.fairlead.session;

/** What a client or a user can have too much of, by the key that sets it. */
public enum Limit {
    COMMANDS("commandsPerSecond"),
    PUBLISHES("publishPerSecond"),
    BYTES("bytesPerSecond"),
    USER_COMMANDS("user.commandsPerSecond"),
    USER_PUBLISHES("user.publishPerSecond"),
    USER_BYTES("user.bytesPerSecond"),
    /** The {@code rate} of a route. */
    ROUTE_RATE("rate"),
    SUBSCRIPTIONS("subscriptions"),
    PUBLISHES_IN_FLIGHT("publishesInFlight"),
    PUBLISH_BYTES_IN_FLIGHT("publishBytesInFlight"),
    REQUESTS_IN_FLIGHT("requestsInFlight");

    private final String key;

    Limit(String key) {
        this.key = key;
    }

    /** The key, below {@code limits} or in a route; also the label of the meter. */
    public String key() {
        return key;
    }
}
