package io.fairlead.it.mqtt;

/** The server has refused a CONNECT, or ended the connection instead of answering it. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;

    RefusedException(int code, String message) {
        super(message);
        this.code = code;
    }

    RefusedException(int code, Throwable cause) {
        super(cause.toString(), cause);
        this.code = code;
    }

    /** What CONNACK said; negative if there was none. */
    int code() {
        return code;
    }
}
