package io.fairlead.transport.http;

/**
 * What a connection may take while it speaks HTTP.
 *
 * @param maxHeaderBytes the longest request line, and the most bytes of a request's whole head
 * @param requestTimeoutMillis how long a client may take to send a request's head, from connecting or its last answer on
 * @param responseTimeoutMillis how long a client may take to read an answer
 */
public record HttpLimits(int maxHeaderBytes, long requestTimeoutMillis, long responseTimeoutMillis) {

    /** 16 KiB, 10 s, 60 s. */
    public static final HttpLimits DEFAULT = new HttpLimits(16 << 10, 10_000, 60_000);
}
