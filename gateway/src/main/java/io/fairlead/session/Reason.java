package io.fairlead.session;

/**
 * Every reason for which Fairlead refuses a command or ends a connection: code, close code, leg, retry rule and text in
 * one place. Frames, close reasons, log lines and metric labels about the same thing bear the same one.
 *
 * <p>Close codes 4000 to 4499 ask the client to come back, 4500 to 4999 not to.
 */
public enum Reason {
    BAD_FRAME("bad_frame", 4500, Leg.CLIENT, false, "the frame is not a JSON object of this protocol"),
    UNKNOWN_TYPE("unknown_type", 0, Leg.CLIENT, false, "this gateway knows no such command"),
    BAD_CHANNEL("bad_channel", 0, Leg.CLIENT, false, "that is not a channel name"),
    NO_ROUTE("no_route", 0, Leg.GATEWAY, false, "no route of the topic map names this channel"),
    FORBIDDEN("forbidden", 0, Leg.GATEWAY, false, "the topic map does not allow it"),
    UNAUTHENTICATED("unauthenticated", 4501, Leg.CLIENT, false, "a valid token is needed"),
    TOKEN_EXPIRED("token_expired", 4010, Leg.CLIENT, true, "the token has expired; come back with a fresh one"),
    AUTH_UNAVAILABLE("auth_unavailable", 4005, Leg.GATEWAY, true, "the gateway cannot check credentials now"),
    TOO_LARGE("too_large", 4513, Leg.CLIENT, false, "larger than allowed"),
    RATE_LIMITED("rate_limited", 4029, Leg.GATEWAY, true, "more than allowed at a time"),
    TOO_MANY_SUBSCRIPTIONS("too_many_subscriptions", 0, Leg.GATEWAY, false, "this client has all it may have"),
    NOT_SUPPORTED("not_supported", 0, Leg.GATEWAY, false, "this cannot be done here"),
    TIMEOUT("timeout", 0, Leg.BROKER, true, "no answer in time"),
    BROKER_DOWN("broker_down", 0, Leg.BROKER, true, "the gateway has no connection to the broker"),
    BROKER_REFUSED("broker_refused", 0, Leg.BROKER, false, "the broker refused it"),
    OUTCOME_UNKNOWN(
            "outcome_unknown",
            0,
            Leg.BROKER,
            true,
            "the broker was lost before it answered; it may have arrived or not"),
    INTERNAL("internal", 1011, Leg.GATEWAY, true, "the gateway itself failed"),

    DRAINING("draining", 4000, Leg.GATEWAY, true, "this gateway is going down; another takes over"),
    SLOW_CONSUMER("slow_consumer", 4001, Leg.CLIENT, true, "the client did not read what it subscribed to"),
    HEARTBEAT_TIMEOUT("heartbeat_timeout", 4002, Leg.CLIENT, true, "the client answered no ping"),
    OVERLOADED("overloaded", 4004, Leg.GATEWAY, true, "the gateway is full"),
    CONNECT_TIMEOUT("connect_timeout", 4008, Leg.CLIENT, true, "nothing came after the upgrade"),
    SUPERSEDED("superseded", 4011, Leg.CLIENT, true, "the same page connected again"),
    FORBIDDEN_ORIGIN("forbidden_origin", 4503, Leg.CLIENT, false, "pages of this origin may not connect"),
    UNKNOWN_SUBPROTOCOL("unknown_subprotocol", 4505, Leg.CLIENT, false, "none of the offered subprotocols is known"),
    TAKEN_OVER("taken_over", 4509, Leg.CLIENT, false, "another instance has this client name"),
    BANNED("banned", 4529, Leg.CLIENT, false, "banned for repeated violations");

    private final String code;
    private final int closeCode;
    private final Leg leg;
    private final boolean retryable;
    private final String text;

    Reason(String code, int closeCode, Leg leg, boolean retryable, String text) {
        this.code = code;
        this.closeCode = closeCode;
        this.leg = leg;
        this.retryable = retryable;
        this.text = text;
    }

    /** The word that frames, close reasons, logs and metric labels use. */
    public String code() {
        return code;
    }

    /** The WebSocket close code; 0 for a reason that never closes a connection. */
    public int closeCode() {
        return closeCode;
    }

    public Leg leg() {
        return leg;
    }

    /** Whether the same command may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** What a client or an operator reads of it: the leg that failed, a sentence, and the word that {@code docs/errors.md} explains. */
    public String sentence(String why) {
        return leg.word() + ": " + why + " (" + code + ")";
    }

    /** What it means, for where nothing more exact is known. */
    public String text() {
        return text;
    }
}
