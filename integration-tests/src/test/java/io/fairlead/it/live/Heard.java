package io.fairlead.it.live;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message as a client got it.
 *
 * @param channel its own channel
 * @param through the subscription it came through, where that has wildcards; else its own channel
 * @param retained whether it says so
 * @param pos its number; negative if it has none
 * @param form the field that held the payload
 * @param value the payload: the text, the Base64, or the JSON of {@code data}
 */
record Heard(String channel, String through, boolean retained, long pos, String form, String value) {

    static Heard of(JsonNode frame) {
        String channel = frame.path("channel").asText();
        String form = frame.has("data") ? "data" : frame.has("text") ? "text" : "base64";
        JsonNode payload = frame.path(form);
        return new Heard(
                channel,
                frame.path("filter").asText(channel),
                frame.path("retained").asBoolean(),
                frame.path("pos").asLong(-1),
                form,
                form.equals("data") ? payload.toString() : payload.asText());
    }

    /** Whether it is a replay of what was retained when the client came. */
    boolean isReplay() {
        return retained && pos < 0;
    }

    /** The subscription, the channel where that is another, what kind of message, and the value. */
    @Override
    public String toString() {
        String kind = isReplay() ? "replay" : retained ? "deleted" : "live";
        String where = through.equals(channel) ? channel : through + ">" + channel;
        return where + " " + kind + " " + value;
    }
}
