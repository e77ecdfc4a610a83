package io.fairlead.shares;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where connections come from, as they are counted: an IPv4 address, or the /64 network of an IPv6 address, since one
 * subscriber has as many addresses of that as it likes. An IPv4 address within IPv6 counts as IPv4 (RFC 4291, section 2.5.5.2,
 * and RFC 6052, section 2.1).
 *
 * @param bits the 32 bits of the address, or the first 64
 */
record Source(boolean v4, long bits) implements Offender {

    private static final int MAPPED_AT = 12;
    private static final long MAPPED = 0xFFFFL;
    private static final long NAT64 = 0x0064_FF9B_0000_0000L;

    /** Null for what is no internet address. */
    static @Nullable Source of(SocketAddress address) {
        return address instanceof InetSocketAddress internet && !internet.isUnresolved()
                ? of(internet.getAddress())
                : null;
    }

    private static Source of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        if (address instanceof Inet4Address) {
            return new Source(true, bytes.getInt() & 0xFFFF_FFFFL);
        }
        long high = bytes.getLong(0);
        long low = bytes.getLong(Long.BYTES);
        boolean mapped = high == 0 && low >>> Integer.SIZE == MAPPED;
        boolean translated = high == NAT64 && low >>> Integer.SIZE == 0;
        return mapped || translated
                ? new Source(true, bytes.getInt(MAPPED_AT) & 0xFFFF_FFFFL)
                : new Source(false, high);
    }

    @Override
    public String toString() {
        if (v4) {
            return "address " + (bits >> 24) + "." + (bits >> 16 & 0xFF) + "." + (bits >> 8 & 0xFF) + "."
                    + (bits & 0xFF);
        }
        return "address " + group(48) + ":" + group(32) + ":" + group(16) + ":" + group(0) + "::/64";
    }

    private String group(int shift) {
        return Long.toHexString(bits >>> shift & 0xFFFF);
    }
}
