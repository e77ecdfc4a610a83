package io.fairlead.session;

/**
 * What happens when a client that has a session opens another: the newer one stays, and the older one is closed, once. The
 * client is asked to come back only where it is the same instance, which knows of its newer connection.
 */
public final class Takeover {

    private Takeover() {}

    /**
     * Why the older session ends.
     *
     * @param older the instance of the older session; empty if it said none
     * @param newer that of the newer one
     */
    public static Reason reason(String older, String newer) {
        return !newer.isEmpty() && newer.equals(older) ? Reason.SUPERSEDED : Reason.TAKEN_OVER;
    }

    static void close(String client, Reason reason, Outbox out) {
        String why = reason == Reason.SUPERSEDED
                ? "this page has connected again as " + client
                : "another page connected as " + client + "; give each page its own client name";
        out.close(reason, why);
    }
}
