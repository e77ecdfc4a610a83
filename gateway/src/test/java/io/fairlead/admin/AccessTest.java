package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.api.ApiAnswer;
import io.fairlead.transport.api.ApiRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final Access open = new Access(null);
    private final Access guarded = new Access(TOKEN);
    private final Map<String, List<String>> headers = new HashMap<>(Map.of("host", List.of("127.0.0.1:9090")));

    private AccessTest with(String name, String... values) {
        headers.put(name, List.of(values));
        return this;
    }

    private int status(Access access) {
        ApiAnswer objection = access.objection(request());
        return objection == null ? 200 : objection.status();
    }

    private ApiRequest request() {
        return new ApiRequest("GET", "/metrics", headers, new byte[0], "127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "127.0.0.1:9090", "localhost", "LOCALHOST:1", "[::1]:9090", "127.8.8.8", "[::1]"})
    void withoutToken_loopbackName_isLetIn(String host) {
        assertThat(with("host", host).status(open)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:9090",
                "localhost:9090@evil.example",
                "",
                "[::2]",
                "10.0.0.1"
            })
    void withoutToken_anyOtherName_isRefused(String host) {
        assertThat(with("host", host).status(open)).isEqualTo(403);
    }

    @Test
    void withoutToken_noHostAtAll_isRefused() {
        headers.remove("host");
        assertThat(status(open)).isEqualTo(403);
    }

    @Test
    void withToken_anyNameIsFine_andTheTokenDecides() {
        with("host", "gw-1.internal:9090").with("authorization", "Bearer " + TOKEN);
        assertThat(status(guarded)).isEqualTo(200);
        assertThat(with("authorization", "bearer  " + TOKEN).status(guarded)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer 0123456789abcdef0123456789abcdeF",
                "Bearer 0123456789abcdef0123456789abcde",
                "Bearer 0123456789abcdef0123456789abcdef0",
                "Bearer ",
                "Basic 0123456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdef",
                ""
            })
    void withToken_anotherOne_is401AndNeverSaysTheRightOne(String shown) {
        ApiAnswer objection = Objects.requireNonNull(
                guarded.objection(with("authorization", shown).request()));
        assertThat(objection.status()).isEqualTo(401);
        assertThat(objection.headers()).containsKey("www-authenticate");
        assertThat(objection.body()).contains("\"leg\":\"client\"").doesNotContain(TOKEN);
    }

    @Test
    void withToken_shownTwice_is401() {
        assertThat(with("authorization", "Bearer " + TOKEN, "Bearer " + TOKEN).status(guarded))
                .isEqualTo(401);
        headers.remove("authorization");
        assertThat(status(guarded)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:8080", "http://localhost:9090"})
    void pageOfAnotherOrigin_isRefused(String origin) {
        with("origin", origin).with("authorization", "Bearer " + TOKEN);
        assertThat(status(open)).isEqualTo(403);
        assertThat(status(guarded)).isEqualTo(403);
    }

    @Test
    void pageOfItsOwnOrigin_isLetIn() {
        assertThat(with("origin", "http://127.0.0.1:9090")
                        .with("sec-fetch-site", "same-origin")
                        .status(open))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", ""})
    void fetchOfAnotherSite_isRefused(String site) {
        assertThat(with("sec-fetch-site", site).status(open)).isEqualTo(403);
    }
}
