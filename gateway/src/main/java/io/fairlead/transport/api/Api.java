package io.fairlead.transport.api;

import java.util.function.Consumer;

/** What a listener's requests are answered by. */
@FunctionalInterface
public interface Api {

    /**
     * Answers a request. Called on the listener's loop, where it must not block.
     *
     * @param answer to be called once, at once or later, on any thread
     */
    void answer(ApiRequest request, Consumer<ApiAnswer> answer);
}
