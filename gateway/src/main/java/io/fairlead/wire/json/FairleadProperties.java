package io.fairlead.wire.json;

import io.fairlead.session.CommandId;
import org.jspecify.annotations.Nullable;

/** The MQTT 5 user properties that Fairlead itself puts on what its clients publish, as far as frames show them. */
final class FairleadProperties {

    /** The start of every such name; none of them is ever shown as a user property. */
    static final String PREFIX = "fairlead-";

    /** The publisher's user name. */
    static final String FROM = "fairlead-from";

    /** {@code <hash>:<instance>:<id>}: which publish of which client it is. */
    static final String ID = "fairlead-id";

    private FairleadProperties() {}

    /** The id that the publisher gave its command; null if it gave none or the value is not of Fairlead's making. */
    static @Nullable CommandId publishersId(String value) {
        int first = value.indexOf(':');
        int second = first < 0 ? -1 : value.indexOf(':', first + 1);
        return second < 0 || second == value.length() - 1 ? null : CommandId.ofMark(value.substring(second + 1));
    }
}
