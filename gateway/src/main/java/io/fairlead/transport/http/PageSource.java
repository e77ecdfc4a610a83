package io.fairlead.transport.http;

import org.jspecify.annotations.Nullable;

/** The static pages of the web listener. Called on event loops: never blocks, so what it serves lies in memory. */
public interface PageSource {
    /** No pages at all. */
    PageSource NONE = path -> null;

    /**
     * A page's bytes.
     *
     * @param contentType its media type, charset included
     */
    record Page(String contentType, byte[] bytes) {}

    /**
     * The page at a path.
     *
     * @param path decoded, begins with a slash, and has no query
     * @return null if there is none
     */
    @Nullable
    Page find(String path);
}
