package io.fairlead.shares;

import io.fairlead.session.Reason;

/** The limits by which a connection is not taken, or ended. */
public enum Limit {
    CONNECTIONS("connections", "the node has all the connections it may have"),
    ADDRESS("connectionsPerAddress", "the address has all the connections it may have"),
    USER("connectionsPerUser", "the user has all the connections it may have"),
    CONNECT_RATE("connectsPerSecond", "the node takes no more new connections at a time"),
    ADDRESS_RATE("connectsPerSecondPerAddress", "the address connects too often"),
    UNAUTHENTICATED("unauthenticated", "it did not say who it is while others waited for its place"),
    OUTBOUND("outboundBytes", "too much waits to be read by clients of the node"),
    BAN("bans", "banned for repeated violations");

    private final String key;
    private final String text;

    Limit(String key, String text) {
        this.key = key;
        this.text = text;
    }

    /** Its key within {@code limits}, as the label of the metric has it. */
    public String key() {
        return key;
    }

    /** What has happened, for whom it happens to. */
    public String text() {
        return text;
    }

    /** What a client is told. */
    public Reason reason() {
        return this == BAN ? Reason.BANNED : Reason.OVERLOADED;
    }

    /** Whether it is about how often a client connects, and not about how much it has. */
    public boolean isConnectRate() {
        return this == CONNECT_RATE || this == ADDRESS_RATE;
    }

    /** Whether it is about what one address or one user may have, and not about the node. */
    public boolean isQuota() {
        return this == ADDRESS || this == USER;
    }
}
