package io.fairlead.transport.websocket;

/** A client's mistake in its frames, on the way to the one place that deals with it. Has no stack: it is no fault of ours. */
final class ProtocolViolation extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Closing closing;
    private final boolean framingLost;

    private ProtocolViolation(Closing closing, boolean framingLost) {
        super(closing.why(), null, false, false);
        this.closing = closing;
        this.framingLost = framingLost;
    }

    /** Where the next frame begins can still be told. */
    static ProtocolViolation in(Closing closing) {
        return new ProtocolViolation(closing, false);
    }

    /** Nothing that follows can be read as frames any more. */
    static ProtocolViolation framing(Closing closing) {
        return new ProtocolViolation(closing, true);
    }

    static ProtocolViolation framing(String why) {
        return framing(Closing.protocolError(why));
    }

    Closing closing() {
        return closing;
    }

    boolean framingLost() {
        return framingLost;
    }
}
