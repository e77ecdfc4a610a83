package io.fairlead.transport;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The addresses of proxies whose word is taken on where a client comes from. */
public final class TrustedProxies {

    /** Nobody's word is taken. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<String> networks;
    private final List<IpSubnetFilterRule> rules;

    private TrustedProxies(List<String> networks) {
        this.networks = networks;
        this.rules = networks.stream().map(TrustedProxies::rule).toList();
    }

    /**
     * The proxies of some networks.
     *
     * @param networks addresses and networks in CIDR form: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, {@code 192.0.2.7}
     * @throws IllegalArgumentException if one is neither; the message says why
     */
    public static TrustedProxies of(List<String> networks) {
        return new TrustedProxies(List.copyOf(networks));
    }

    private static IpSubnetFilterRule rule(String network) {
        int slash = network.indexOf('/');
        String address = slash < 0 ? network : network.substring(0, slash);
        int bits = NetUtil.isValidIpV4Address(address) ? 32 : NetUtil.isValidIpV6Address(address) ? 128 : -1;
        if (bits < 0 || address.indexOf('%') >= 0) {
            throw new IllegalArgumentException("it is no address and no network such as 10.0.0.0/8 or 2001:db8::/32");
        }
        return new IpSubnetFilterRule(
                address, slash < 0 ? bits : prefix(network.substring(slash + 1), bits), IpFilterRuleType.ACCEPT);
    }

    private static int prefix(String written, int bits) {
        boolean number = written.matches("\\d{1,3}");
        if (!number || Integer.parseInt(written) > bits) {
            throw new IllegalArgumentException("behind its slash stands a number from 0 to " + bits);
        }
        return Integer.parseInt(written);
    }

    /** Whether nobody is trusted. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Whether an address is one of theirs. An IPv4 address within IPv6 counts as IPv4. */
    public boolean trusts(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return false;
        }
        for (IpSubnetFilterRule rule : rules) {
            if (rule.matches(inet)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return networks.toString();
    }
}
