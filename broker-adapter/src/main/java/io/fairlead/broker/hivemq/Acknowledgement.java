package io.fairlead.broker.hivemq;

/** The acknowledgement of one received message, given at most once. */
final class Acknowledgement implements Runnable {

    private final Incoming incoming;
    private final Runnable acknowledge;
    private final boolean comesAgain;
    private boolean done;

    /** @param comesAgain whether the broker sends it again after a loss, as a new message: QoS 1 */
    Acknowledgement(Incoming incoming, Runnable acknowledge, boolean comesAgain) {
        this.incoming = incoming;
        this.acknowledge = acknowledge;
        this.comesAgain = comesAgain;
    }

    @Override
    public void run() {
        if (!done) {
            done = true;
            acknowledge.run();
            incoming.acknowledged();
        }
    }

    boolean isDone() {
        return done;
    }

    boolean comesAgain() {
        return comesAgain;
    }
}
