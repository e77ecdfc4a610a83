package io.fairlead.bridge;

import io.fairlead.session.Reason;

/** Whether the nodes that share the broker have been told of a revocation. */
public sealed interface Spread {

    /** The broker has it, and passes it on. */
    record Told() implements Spread {}

    /**
     * Not as far as is known. It is in force on this node, which tells the others as soon as it can.
     *
     * @param reason what is the matter; its leg is the broker
     */
    record NotTold(Reason reason, String why) implements Spread {}
}
