package io.fairlead.demo;

import io.fairlead.transport.http.PageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The demo's page and what it loads, read from the product's own jar once and kept in memory. */
public final class DemoPages implements PageSource {

    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final Map<String, Page> pages = new HashMap<>();

    /** @param mqttPort the broker's port, for the page to tell */
    public DemoPages(int mqttPort) {
        pages.put(
                "/about.json",
                new Page(
                        "application/json",
                        "{\"mqttPort\":%d}".formatted(mqttPort).getBytes(StandardCharsets.UTF_8)));
        add("/", "index.html", "text/html; charset=utf-8");
        add("/demo.css", "demo.css", "text/css; charset=utf-8");
        add("/demo.js", "demo.js", SCRIPT);
        add("/way.js", "way.js", SCRIPT);
        add("/telemetry.js", "telemetry.js", SCRIPT);
        add("/chartjs/chart.umd.min.js", "chartjs/chart.umd.min.js", SCRIPT);
        add("/icon.svg", "icon.svg", "image/svg+xml");
    }

    private void add(String path, String resource, String contentType) {
        try (InputStream in = DemoPages.class.getResourceAsStream("/demo/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("the product's jar lacks demo/" + resource + "; build it again");
            }
            pages.put(path, new Page(contentType, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Page find(String path) {
        return pages.get(path);
    }
}
