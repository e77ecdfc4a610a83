package io.fairlead.shares;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, address 192.0.2.7",
        "255.254.253.252, address 255.254.253.252",
        "2001:db8:1:2:3:4:5:6, address 2001:db8:1:2::/64",
        "2001:db8:1:2::, address 2001:db8:1:2::/64",
        "::1, address 0:0:0:0::/64",
        "64:ff9b::192.0.2.7, address 192.0.2.7",
        "64:ff9b:1::1, address 64:ff9b:1:0::/64",
    })
    void address_isNamedAsItIsCounted(String address, String name) throws UnknownHostException {
        assertThat(source(InetAddress.getByName(address))).hasToString(name);
    }

    @Test
    void sameNetworkOfIpv6_isOneSource_andItsNeighbourAnother() throws UnknownHostException {
        Source one = source(InetAddress.getByName("2001:db8::1"));

        assertThat(source(InetAddress.getByName("2001:db8::ffff:1"))).isEqualTo(one);
        assertThat(source(InetAddress.getByName("2001:db8:0:1::1"))).isNotEqualTo(one);
    }

    @Test
    void mappedAddress_thatIsLeftAsIpv6_countsAsIpv4() throws UnknownHostException {
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffffc0000207");

        assertThat(source(Inet6Address.getByAddress("", mapped, 0)))
                .isEqualTo(source(InetAddress.getByName("192.0.2.7")));
    }

    @Test
    void unresolvedName_isNoSource() {
        assertThat(Source.of(InetSocketAddress.createUnresolved("nowhere", 1))).isNull();
    }

    private static Source source(InetAddress address) {
        return Objects.requireNonNull(Source.of(new InetSocketAddress(address, 1234)));
    }
}
