package io.fairlead.it.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * What the server said to a command.
 *
 * @param code of MQTT 5, or the SUBACK's; 0 where the version has none
 * @param reason the reason string; null if there was none
 */
record Answer(int code, @Nullable String reason) {

    static final Answer DONE = new Answer(0, null);
}
