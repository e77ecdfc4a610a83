package io.fairlead.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
    private static final String HOST = "gw.example.org:8080";

    @ParameterizedTest
    @CsvSource({
        "https://app.example.org, true",
        "HTTPS://App.Example.org, true",
        "http://app.example.org, false",
        "https://app.example.org:8443, false",
        "https://app.example.org.evil.net, false",
        "https://a.shop.example.org, true",
        "https://a.b.shop.example.org, true",
        "https://shop.example.org, false",
        "https://.shop.example.org, false",
        "https://evilshop.example.org, false",
        "https://evil.net/.shop.example.org, false",
        "null, false",
        "https://gw.example.org:8080, false",
    })
    void allows_listed_decidesByTheListAlone(String origin, boolean allowed) {
        var policy = new OriginPolicy(List.of("https://app.example.org", "https://*.shop.example.org"));

        assertThat(policy.allows(origin, HOST, false)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "http://gw.example.org:8080, true",
        "https://GW.example.org:8080, true",
        "http://gw.example.org, false",
        "http://other.example.org:8080, false",
        "null, false",
    })
    void allows_nothingListed_wantsTheSameHost(String origin, boolean allowed) {
        assertThat(new OriginPolicy(List.of()).allows(origin, HOST, false)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "https://gw.example.org:8080, true",
        "http://gw.example.org:8080, false",
        "HTTP://gw.example.org:8080, false",
        "https://other.example.org:8080, false",
    })
    void allows_nothingListedUnderTls_wantsTheSameScheme(String origin, boolean allowed) {
        assertThat(new OriginPolicy(List.of()).allows(origin, HOST, true)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://anything.net", "null"})
    void allows_star_isEveryOrigin(String origin) {
        assertThat(new OriginPolicy(List.of("*")).allows(origin, HOST, false)).isTrue();
    }

    @Test
    void allows_noOrigin_isNoBrowser() {
        assertThat(new OriginPolicy(List.of("https://app.example.org")).allows(null, HOST, false))
                .isTrue();
        assertThat(new OriginPolicy(List.of()).allows(null, null, false)).isTrue();
    }
}
