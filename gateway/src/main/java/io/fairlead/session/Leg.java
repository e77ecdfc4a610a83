package io.fairlead.session;

/** The legs of the way between a client and another that can fail. */
public enum Leg {
    /** The client's frame or its connection. */
    CLIENT("client"),
    /** The gateway's limits, its policy, or its own fault. */
    GATEWAY("gateway"),
    /** The broker, or the connection to it. */
    BROKER("broker");

    private final String word;

    Leg(String word) {
        this.word = word;
    }

    /** The word that frames, logs and metric labels use. */
    public String word() {
        return word;
    }
}
