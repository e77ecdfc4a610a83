package io.fairlead.relay;

import io.fairlead.admission.Renewals;
import org.jspecify.annotations.Nullable;

/**
 * A filter as the client writes it in SUBSCRIBE and UNSUBSCRIBE (MQTT 5, section 4.8.2).
 *
 * @param text the whole of it
 * @param group the group of a shared subscription; null for one of the client's own
 * @param channel the channel filter in it
 */
record AskedFilter(String text, @Nullable String group, String channel) {

    /** What the client subscribes to for notices of the gateway. */
    static final String NOTICES = Renewals.NOTICE_TOPIC;

    private static final String SHARE = "$share/";

    static AskedFilter of(String text) {
        if (!text.startsWith(SHARE)) {
            return new AskedFilter(text, null, text);
        }
        int end = text.indexOf('/', SHARE.length());
        if (end < 0) {
            return new AskedFilter(text, text.substring(SHARE.length()), "");
        }
        return new AskedFilter(text, text.substring(SHARE.length(), end), text.substring(end + 1));
    }

    boolean isNotices() {
        return text.equals(NOTICES);
    }

    /** The same filter with another name in it. */
    String with(String topicFilter) {
        return group == null ? topicFilter : SHARE + group + "/" + topicFilter;
    }
}
