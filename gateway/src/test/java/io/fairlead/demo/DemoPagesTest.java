package io.fairlead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.http.PageSource.Page;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoPagesTest {

    private static final Pattern REFERENCE =
            Pattern.compile("(?:src|href|from)(?:=\"| ')(\\.?/[\\w./-]+\\.(?:js|css|svg))[\"']");

    private final DemoPages pages = new DemoPages(1883);

    @Test
    void page_everythingItLoads_comesFromTheJar() {
        String all = text("/") + text("/demo.js");

        Matcher reference = REFERENCE.matcher(all);

        assertThat(reference.results().map(found -> found.group(1).replaceFirst("^\\.", "")))
                .contains("/demo.js", "/demo.css", "/chartjs/chart.umd.min.js", "/way.js", "/telemetry.js")
                .allSatisfy(path -> assertThat(pages.find(path)).as(path).isNotNull());
        assertThat(all).doesNotContain("https://", "http://");
    }

    @Test
    void page_asksWhereTheBrokerIs_isTold() {
        assertThat(text("/about.json")).isEqualTo("{\"mqttPort\":1883}");
    }

    @Test
    void path_thatIsNone_findsNothing() {
        assertThat(pages.find("/topics.yaml")).isNull();
    }

    private String text(String path) {
        Page page = Objects.requireNonNull(pages.find(path), path);
        return new String(page.bytes(), StandardCharsets.UTF_8);
    }
}
