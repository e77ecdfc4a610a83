package io.fairlead.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fairlead.transport.TrustedProxies;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {

    private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 4_000);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.9", 4_000);

    private final ClientAddresses addresses =
            new ClientAddresses(TrustedProxies.of(List.of("10.0.0.0/8", "2001:db8:ffff::/48")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "192.0.2.1                         | 192.0.2.1 | 0",
                "192.0.2.1:4711                    | 192.0.2.1 | 4711",
                "198.51.100.1, 192.0.2.1           | 192.0.2.1 | 0",
                "192.0.2.1, 10.2.2.2, 10.3.3.3     | 192.0.2.1 | 0",
                "10.2.2.2, 10.3.3.3                | 10.2.2.2  | 0",
                "2001:db8::1                       | 2001:db8::1 | 0",
                "[2001:db8::1]:4711, 2001:db8:ffff::1 | 2001:db8::1 | 4711",
                "192.0.2.1, unknown                | 10.0.0.1  | 4000",
                "192.0.2.1, unknown, 10.3.3.3      | 10.3.3.3  | 0",
                "192.0.2.1, _hidden                | 10.0.0.1  | 4000",
                "192.0.2.1, fe80::1%eth0           | 10.0.0.1  | 4000",
                "192.0.2.1:99999                   | 10.0.0.1  | 4000",
                "192.0.2.1, localhost              | 10.0.0.1  | 4000",
                "192.0.2.1,                        | 10.0.0.1  | 4000",
            })
    void list_ofATrustedProxy_isReadFromTheRight(String list, String host, int port) {
        assertThat(addresses.of(PROXY, headers("X-Forwarded-For", list)))
                .isEqualTo(new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(host), port));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=192.0.2.1                                       | 192.0.2.1   | 0",
                "For=192.0.2.1;proto=https;by=10.0.0.1               | 192.0.2.1   | 0",
                "proto=https;for=\"192.0.2.1:4711\"                  | 192.0.2.1   | 4711",
                "for=\"[2001:db8::1]:4711\"                          | 2001:db8::1 | 4711",
                "for=198.51.100.1, for=192.0.2.1, for=10.2.2.2       | 192.0.2.1   | 0",
                "for=\"a,b;for=198.51.100.1\", for=192.0.2.1         | 192.0.2.1   | 0",
                "for=\"\\1\\92.0.2.1\"                               | 192.0.2.1   | 0",
                "for=192.0.2.1, for=unknown                          | 10.0.0.1    | 4000",
                "for=192.0.2.1, for=\"_SEVKISEK\"                    | 10.0.0.1    | 4000",
                "for=192.0.2.1, proto=https                          | 10.0.0.1    | 4000",
                "for=198.51.100.1;x=\", for=192.0.2.1                | 10.0.0.1    | 4000",
                "for=198.51.100.1;x=\", for=\"[2001:db8::1]\"        | 10.0.0.1    | 4000",
            })
    void forwarded_ofATrustedProxy_isReadFromTheRight(String forwarded, String host, int port) {
        assertThat(addresses.of(PROXY, headers("Forwarded", forwarded)))
                .isEqualTo(new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(host), port));
    }

    @Test
    void lines_ofOneHeader_areOneList() {
        HttpHeaders headers = headers("X-Forwarded-For", "198.51.100.1").add("X-Forwarded-For", "192.0.2.1");

        assertThat(addresses.of(PROXY, headers)).isEqualTo(new InetSocketAddress("192.0.2.1", 0));
    }

    @Test
    void headers_ofAStranger_areNotRead() {
        HttpHeaders headers = headers("X-Forwarded-For", "192.0.2.1").add("Forwarded", "for=192.0.2.1");

        assertThat(addresses.of(STRANGER, headers)).isEqualTo(STRANGER);
    }

    @Test
    void headers_thatDiffer_areNotBelieved() {
        HttpHeaders differ = headers("X-Forwarded-For", "192.0.2.1").add("Forwarded", "for=198.51.100.1");
        HttpHeaders agree = headers("X-Forwarded-For", "192.0.2.1").add("Forwarded", "for=\"192.0.2.1:5\"");

        assertThat(addresses.of(PROXY, differ)).isEqualTo(PROXY);
        assertThat(addresses.of(PROXY, agree)).isEqualTo(new InetSocketAddress("192.0.2.1", 5));
    }

    @Test
    void junk_neverFailsAndNeverBecomesAnotherAddress() {
        Random random = new Random(20_261_121);
        String letters = "for=\"\\;,: []x9.";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder junk = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                junk.append(letters.charAt(random.nextInt(letters.length())));
            }
            HttpHeaders headers = headers("Forwarded", "for=198.51.100.1" + junk + ", for=192.0.2.1");
            assertThatCode(() -> assertThat(addresses.of(PROXY, headers))
                            .as(junk.toString())
                            .isIn(PROXY, new InetSocketAddress("192.0.2.1", 0)))
                    .doesNotThrowAnyException();
        }
    }

    private static HttpHeaders headers(String name, String value) {
        return new DefaultHttpHeaders().add(name, value);
    }
}
