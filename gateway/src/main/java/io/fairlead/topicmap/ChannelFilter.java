package io.fairlead.topicmap;

/** Whether a channel filter, as a client subscribes to it, takes a concrete channel (MQTT 5, section 4.7). */
final class ChannelFilter {

    private ChannelFilter() {}

    /** {@code #} stands for at least one level here: a channel has no name for what lies above a {@code {x...}}. */
    static boolean matches(String filter, String channel) {
        int f = 0;
        int c = 0;
        while (f <= filter.length() && c <= channel.length()) {
            int filterEnd = Names.endOfLevel(filter, f);
            int channelEnd = Names.endOfLevel(channel, c);
            if (Template.isLevel("#", filter, f, filterEnd)) {
                return true;
            }
            boolean same = filterEnd - f == channelEnd - c && filter.regionMatches(f, channel, c, filterEnd - f);
            if (!same && !Template.isLevel("+", filter, f, filterEnd)) {
                return false;
            }
            f = filterEnd + 1;
            c = channelEnd + 1;
        }
        return f > filter.length() && c > channel.length();
    }
}
