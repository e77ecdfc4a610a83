package io.fairlead.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subprotocol a WebSocket is opened with (RFC 6455, section 4.2.2). A client that offers only unknown ones gets one of
 * its own back, since a browser would hide any refusal before the upgrade; the close that follows says what is wrong.
 *
 * @param answer what the response names; null if the client offered nothing
 * @param known whether the connection can be used
 */
record Subprotocols(@Nullable String answer, boolean known) {
    /** The subprotocol of JSON frames. */
    static final String FAIRLEAD_V1 = "fairlead.v1";

    /** The subprotocol of MQTT (MQTT 5, section 6). */
    static final String MQTT = "mqtt";

    /** For JSON frames, which need not be asked for. */
    static Subprotocols choose(HttpHeaders headers) {
        return choose(headers, FAIRLEAD_V1, true);
    }

    /** For MQTT, which must be. */
    static Subprotocols chooseMqtt(HttpHeaders headers) {
        return choose(headers, MQTT, false);
    }

    private static Subprotocols choose(HttpHeaders headers, String wanted, boolean optional) {
        List<String> offered = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (offered.isEmpty()) {
            return new Subprotocols(null, optional);
        }
        return offered.contains(wanted) ? new Subprotocols(wanted, true) : new Subprotocols(offered.get(0), false);
    }
}
