package io.fairlead.relay;

import java.nio.charset.StandardCharsets;

/** How many bytes packets have, and what Maximum Packet Size either leg is told (MQTT 5, sections 3.1.2.11.4 and 3.2.2.3.6). */
final class PacketSizes {

    /** What stands for a peer that named no limit: more than any packet has. */
    static final long UNLIMITED = Integer.MAX_VALUE;

    /** How much longer a topic may be than its channel before a client that fills its limit is refused. */
    private static final int NAMES_MAY_ADD = 256;

    /** The longest topic name, and what the gateway may take off beside it: an alias and its own user properties. */
    private static final int NAMES_MAY_SAVE = 65_535 + 1024;

    private PacketSizes() {}

    /** The bytes of a Variable Byte Integer (MQTT 5, section 1.5.5). */
    static int varInt(int value) {
        if (value < 1 << 7) {
            return 1;
        }
        if (value < 1 << 14) {
            return 2;
        }
        return value < 1 << 21 ? 3 : 4;
    }

    /** What follows a PUBLISH's fixed header: its Remaining Length. {@code properties} is -1 in MQTT 3.1.1, which has none. */
    static long publishRemaining(int topic, int qos, int properties, int payload) {
        long remaining = 2L + topic + payload;
        if (qos > 0) {
            remaining += 2;
        }
        return properties < 0 ? remaining : remaining + varInt(properties) + properties;
    }

    /** A whole PUBLISH. {@code properties} is -1 in MQTT 3.1.1, which has none. */
    static long publish(int topic, int qos, int properties, int payload) {
        return whole(publishRemaining(topic, qos, properties, payload));
    }

    /** A whole packet, by its Remaining Length. */
    static long whole(long remaining) {
        return 1 + varInt((int) Math.min(remaining, Integer.MAX_VALUE)) + remaining;
    }

    /** A string or a filter, with its length. */
    static int string(String text) {
        return 2 + text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * What the broker is told that the client takes. A message may be shorter under its channel than under its topic, so the
     * broker is told more than the client was; who is too long for the client after all is withheld.
     *
     * @param client what the client takes
     * @param own what the gateway takes
     */
    static long toldToBroker(long client, long own) {
        return Math.min(own, client >= UNLIMITED - NAMES_MAY_SAVE ? UNLIMITED : client + NAMES_MAY_SAVE);
    }

    /**
     * What the client is told that it may send. Its packets may be longer at the broker, so it is told less, but not less than
     * half; what is too long for the broker after all is refused.
     *
     * @param broker what the broker takes
     * @param own what the gateway takes
     * @param marks the bytes of the user properties that the gateway adds
     */
    static long toldToClient(long broker, long own, int marks) {
        if (broker >= UNLIMITED) {
            return own;
        }
        return Math.min(own, Math.max(broker - marks - NAMES_MAY_ADD, broker / 2));
    }
}
