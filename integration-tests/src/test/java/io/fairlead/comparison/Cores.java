package io.fairlead.comparison;

/** Where things run, and what the processes of a contender are called. */
final class Cores {

    /** The core of every server process, gateway and broker together. */
    static final int SERVERS = 0;

    /** The core of the load. */
    static final int LOAD = 1;

    static final String GATEWAY = "gateway";
    static final String BROKER = "broker";

    private Cores() {}
}
