package io.fairlead.broker.connect;

import io.fairlead.broker.BrokerAddress;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What became of a connection, in sentences that say what to do. */
public final class NetworkFailures {

    private NetworkFailures() {}

    /**
     * The connection is closed, and nobody has said why.
     *
     * @param cause what the socket says of it, if anything
     * @param wasUp whether the link was up
     */
    public static Failure closed(@Nullable Throwable cause, BrokerAddress address, boolean wasUp) {
        if (cause != null && find(cause, SSLException.class) != null) {
            return unreachable(cause, address);
        }
        String detail = cause == null ? "" : " (" + message(cause) + ")";
        if (wasUp) {
            return new Failure(
                    Failure.Kind.OTHER,
                    0,
                    "the broker at " + address + " closed the connection" + detail
                            + "; its log says why: it may have been stopped, or another client has the same client id");
        }
        return new Failure(
                Failure.Kind.CLOSED_UNANSWERED,
                0,
                "the broker at " + address + " closed the connection without answering CONNECT" + detail
                        + "; check that the port speaks what the address says, and the broker's log"
                        + (address.scheme().tls() ? "; it may want a certificate (broker.tls.certFile)" : ""));
    }

    /**
     * The broker has ended the connection with a DISCONNECT.
     *
     * @param said the broker's own words, or the name of the code
     */
    public static Failure disconnected(int code, String said, BrokerAddress address) {
        return new Failure(Failure.Kind.OTHER, code, "the broker at " + address + " ended the connection: " + said);
    }

    /** The connection was not to be had, or has failed. */
    public static Failure unreachable(Throwable cause, BrokerAddress address) {
        return new Failure(Failure.Kind.OTHER, 0, sentence(cause, address));
    }

    private static String sentence(Throwable cause, BrokerAddress address) {
        if (find(cause, UnknownHostException.class) != null) {
            return "the broker's host " + address.host() + " is unknown; check broker.url and the name servers";
        }
        if (find(cause, SSLException.class) != null) {
            return TlsFailures.sentence(cause, address);
        }
        if (find(cause, NoRouteToHostException.class) != null) {
            return "there is no route to the broker at " + address + "; check the network and its firewalls";
        }
        if (timedOut(cause)) {
            return "the broker at " + address + " did not answer in time; check the address, and the firewalls between";
        }
        if (find(cause, ConnectException.class) != null) {
            return "the broker at " + address + " refused the connection; check that it runs and listens on that port";
        }
        return "the connection to the broker at " + address + " failed: " + message(cause);
    }

    private static boolean timedOut(Throwable cause) {
        return find(cause, SocketTimeoutException.class) != null
                || message(cause).toLowerCase(Locale.ROOT).contains("timeout")
                || message(cause).toLowerCase(Locale.ROOT).contains("timed out");
    }

    static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }

    /** What the innermost cause of an exception says, or the name of its class. */
    public static String message(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
