package io.fairlead.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Handshake;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakesTest {
    private final HttpHeaders headers = new DefaultHttpHeaders();

    @Test
    void read_tokenEverywhere_takesTheHeader() {
        headers.set("Authorization", "bearer  in-header").set("Cookie", "a=b; session=in-cookie");

        assertThat(read("/ws?access_token=in-query").token()).isEqualTo("in-header");
    }

    @Test
    void read_tokenInCookieAndQuery_takesTheCookie() {
        headers.set("Cookie", "a=b; session=in-cookie");

        assertThat(read("/ws?access_token=in-query").token()).isEqualTo("in-cookie");
    }

    @Test
    void read_tokenInQueryOnly_takesIt() {
        headers.set("Authorization", "Basic dTpw").set("Cookie", "other=x");

        assertThat(read("/ws?access_token=in-query").token()).isEqualTo("in-query");
    }

    @Test
    void read_noCookieConfigured_looksAtNone() {
        headers.set("Cookie", "session=in-cookie");

        assertThat(new Handshakes(null).read(headers, query("/ws"), true).token())
                .isNull();
    }

    @Test
    void read_nothing_isAnEmptyHandshake() {
        Handshake handshake = read("/ws");

        assertThat(handshake.token()).isNull();
        assertThat(handshake.client()).isNull();
        assertThat(handshake.channels()).isEmpty();
    }

    /** In a query a plus is a space, and %2B a plus; a semicolon is just that. */
    @Test
    void read_channels_areDecodedInOrder() {
        assertThat(read("/ws?client=tab+1&channel=a/%2B/c&channel=b%2F%23&channel=x;y&channel=%F0%9F%9B%A5"))
                .isEqualTo(new Handshake(null, "tab 1", List.of("a/+/c", "b/#", "x;y", "🛥")));
    }

    @Test
    void token_cookieOfNoPage_doesNotCount() {
        headers.set("Cookie", "session=in-cookie");

        assertThat(new Handshakes("session").read(headers, query("/ws"), false).token())
                .isNull();
    }

    @Test
    void token_twoCookiesThatDiffer_isNone() {
        headers.set("Cookie", "session=mine; session=planted");
        assertThat(read("/ws").token()).isNull();

        headers.set("Cookie", "session=mine; session=mine");
        assertThat(read("/ws").token()).isEqualTo("mine");
    }

    private Handshake read(String uri) {
        return new Handshakes("session").read(headers, query(uri), true);
    }

    private static QueryStringDecoder query(String uri) {
        return new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, Integer.MAX_VALUE, true);
    }
}
