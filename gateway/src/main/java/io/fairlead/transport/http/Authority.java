package io.fairlead.transport.http;

import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host and perhaps a port, as Host headers and origins name them (RFC 3986, section 3.2): no user, nothing percent-encoded.
 *
 * @param host in lower case; an IPv6 address in brackets
 * @param port from 1 on; {@link #NO_PORT} if none is said
 */
record Authority(String host, int port) {
    static final int NO_PORT = -1;

    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}\\]|[0-9A-Za-z_.-]{1,255})(?::(\\d{1,5}))?");
    private static final Pattern EMPTY_LABEL = Pattern.compile("^\\.|\\.\\.");

    /** Null for what is none. */
    static @Nullable Authority parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !isHost(form.group(1))) {
            return null;
        }
        String digits = form.group(2);
        int port = digits == null ? NO_PORT : Integer.parseInt(digits);
        boolean possible = digits == null || (port > 0 && port <= 65_535);
        return possible ? new Authority(form.group(1).toLowerCase(Locale.ROOT), port) : null;
    }

    private static boolean isHost(String host) {
        return host.startsWith("[")
                ? NetUtil.isValidIpV6Address(host.substring(1, host.length() - 1))
                : !EMPTY_LABEL.matcher(host).find();
    }

    /** The same, where this port goes without saying. */
    Authority withDefaultPort(int usual) {
        return port == usual ? new Authority(host, NO_PORT) : this;
    }
}
