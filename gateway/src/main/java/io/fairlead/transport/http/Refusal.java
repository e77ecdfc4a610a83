package io.fairlead.transport.http;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

/** A client's mistake in a request, on the way to the one place that answers it. Has no stack: it is no fault of ours. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient HttpResponseStatus status;

    /** @param sentence what is wrong, for who wrote the client */
    Refusal(HttpResponseStatus status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    static Refusal bad(String sentence) {
        return new Refusal(HttpResponseStatus.BAD_REQUEST, sentence);
    }

    HttpResponseStatus status() {
        return status;
    }

    FullHttpResponse response() {
        return Responses.sentence(status, String.valueOf(getMessage()));
    }
}
