package io.fairlead.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.transport.http.OriginPolicy.Verdict;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
    private static final String HOST = "gw.example.org:8080";
    private static final OriginPolicy OWN = new OriginPolicy(List.of());

    private static OriginPolicy listing(String... origins) {
        return new OriginPolicy(WebRules.DEFAULT.withOrigins(List.of(origins)).originPatterns());
    }

    private static Verdict judge(OriginPolicy policy, String host, boolean secure, String... origins) {
        HttpHeaders headers = new DefaultHttpHeaders().add("Origin", List.of(origins));
        return policy.judge(headers, Authority.parse(host), secure);
    }

    private static Verdict fetched(OriginPolicy policy, @Nullable String site) {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (site != null) {
            headers.add("Sec-Fetch-Site", site);
        }
        return policy.judge(headers, Authority.parse(HOST), false);
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.org, PAGE",
        "HTTPS://App.Example.org, PAGE",
        "https://app.example.org:443, PAGE",
        "https://app.example.org:0443, PAGE",
        "http://app.example.org, FOREIGN",
        "http://app.example.org:443, FOREIGN",
        "https://app.example.org:8443, FOREIGN",
        "https://app.example.org/, FOREIGN",
        "https://app.example.org., FOREIGN",
        "https://app.example.org.evil.net, FOREIGN",
        "https://app.example.org:443@evil.net, FOREIGN",
        "https://app.example.org@evil.net, FOREIGN",
        "https://evil.net#app.example.org, FOREIGN",
        "https://evil.net?https://app.example.org, FOREIGN",
        "https://evil.net\\.shop.example.org, FOREIGN",
        "https://evil.net%2F.shop.example.org, FOREIGN",
        "https://a.shop.example.org, PAGE",
        "https://a.shop.example.org:443, PAGE",
        "https://a.b.shop.example.org, PAGE",
        "http://a.shop.example.org, FOREIGN",
        "https://a.shop.example.org:444, FOREIGN",
        "https://shop.example.org, FOREIGN",
        "https://.shop.example.org, FOREIGN",
        "https://a..shop.example.org, FOREIGN",
        "https://evilshop.example.org, FOREIGN",
        "https://evil-shop.example.org, FOREIGN",
        "https://evil.net/.shop.example.org, FOREIGN",
        "https://*.shop.example.org, FOREIGN",
        "http://dev.example.org:8080, PAGE",
        "http://dev.example.org, FOREIGN",
        "https://xn--bcher-kva.example, PAGE",
        "https://b\u00fccher.example, FOREIGN",
        "https://[2001:DB8::1], PAGE",
        "https://[2001:db8::2], FOREIGN",
        "capacitor://localhost, PAGE",
        "null, FOREIGN",
        "https://app.example.org https://evil.net, FOREIGN",
        "'https://app.example.org, https://evil.net', FOREIGN",
        "https://, FOREIGN",
        "'', FOREIGN",
        "https://gw.example.org:8080, FOREIGN",
    })
    void judge_listed_goesByTheListAlone(String origin, Verdict verdict) {
        var policy = listing(
                "https://app.example.org",
                "https://*.shop.example.org",
                "http://dev.example.org:8080",
                "https://xn--bcher-kva.example",
                "https://[2001:db8::1]",
                "capacitor://localhost");

        assertThat(judge(policy, HOST, false, origin)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "http://gw.example.org:8080, PAGE",
        "https://GW.example.org:8080, PAGE",
        "http://gw.example.org, FOREIGN",
        "http://other.example.org:8080, FOREIGN",
        "ws://gw.example.org:8080, FOREIGN",
        "null, FOREIGN",
    })
    void judge_nothingListed_wantsTheSameHost(String origin, Verdict verdict) {
        assertThat(judge(OWN, HOST, false, origin)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "gw.example.org, https://gw.example.org, PAGE",
        "gw.example.org:443, https://gw.example.org, PAGE",
        "gw.example.org, https://gw.example.org:443, PAGE",
        "gw.example.org, http://gw.example.org, FOREIGN",
        "gw.example.org:80, http://gw.example.org, FOREIGN",
        "gw.example.org:80, https://gw.example.org, FOREIGN",
    })
    void judge_overTls_wantsTheSameSchemeToo(String host, String origin, Verdict verdict) {
        assertThat(judge(OWN, host, true, origin)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://anything.net", "null", "junk"})
    void judge_star_isEveryOrigin(String origin) {
        assertThat(judge(listing("*"), HOST, false, origin)).isEqualTo(Verdict.PAGE);
    }

    @Test
    void judge_severalOrigins_isForeign() {
        assertThat(judge(listing("https://a.net"), HOST, false, "https://a.net", "https://a.net"))
                .isEqualTo(Verdict.FOREIGN);
        assertThat(judge(listing("*"), HOST, false, "https://a.net", "https://b.net"))
                .isEqualTo(Verdict.FOREIGN);
    }

    @Test
    void judge_noOriginNorSite_isNoPage() {
        assertThat(fetched(OWN, null)).isEqualTo(Verdict.CLIENT);
        assertThat(fetched(OWN, "none")).isEqualTo(Verdict.CLIENT);
        assertThat(fetched(listing("https://app.example.org"), null)).isEqualTo(Verdict.CLIENT);
        assertThat(OWN.judge(new DefaultHttpHeaders(), null, false)).isEqualTo(Verdict.CLIENT);
    }

    @Test
    void judge_siteWithoutOrigin_countsAsItsHost() {
        assertThat(fetched(OWN, "same-origin")).isEqualTo(Verdict.PAGE);
        assertThat(fetched(OWN, "same-site")).isEqualTo(Verdict.FOREIGN);
        assertThat(fetched(OWN, "cross-site")).isEqualTo(Verdict.FOREIGN);
        assertThat(fetched(listing("https://app.example.org"), "same-origin")).isEqualTo(Verdict.FOREIGN);
        assertThat(fetched(listing("http://gw.example.org:8080"), "same-origin"))
                .isEqualTo(Verdict.PAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.org/, leave '/' away",
        "https://app.example.org/path, leave '/path' away",
        "https://app.example.org?a, leave '?a' away",
        "app.example.org, an origin is a scheme",
        "null, an origin is a scheme",
        "https://, is no host",
        "https://a:99999, is no host",
        "https://a:0, is no host",
        "https://user@a, is no host",
        "https://b\u00fccher.example, xn--bcher-kva.example",
        "https://*, a * stands",
        "https://*.com, two levels",
        "https://*.10.0.0.1, two levels",
        "https://a.*.org, a * stands",
        "https://*a.example.org, a * stands",
        "*://a.example.org, an origin is a scheme",
        "https://a:*, a * stands",
        "'', an origin is a scheme",
    })
    void checkOrigin_none_saysWhy(String entry, String why) {
        assertThatThrownBy(() -> WebRules.checkOrigin(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "https://a", "http://localhost:3000", "https://*.example.org:8443", "https://*.localhost"})
    void checkOrigin_sound_passes(String entry) {
        WebRules.checkOrigin(entry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a", "a:80", "*", "*.com", "a/b", "user@a", "", "b\u00fccher.example", "*.[::1]"})
    void checkHost_none_isRefused(String entry) {
        assertThatThrownBy(() -> WebRules.checkHost(entry)).isInstanceOf(IllegalArgumentException.class);
    }
}
