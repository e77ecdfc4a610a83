package io.fairlead.admin;

/** What the admin listener wants to know of a node. Every method may be called on any thread, and none blocks. */
public interface NodeState {

    /** The node's name. */
    String name();

    /** Whether the broker has been reached since the start. */
    boolean brokerReached();

    /** Whether the broker is connected now. */
    boolean brokerUp();

    /** Whether the node goes down. */
    boolean draining();

    /** Whether it takes no new clients, since it has all it may have. */
    default boolean full() {
        return false;
    }

    /** How many clients are connected. */
    long clients();
}
