package io.fairlead.topic;

/** MQTT's quality of service (MQTT 5, section 4.3). The order of the constants is the order of the levels. */
public enum Qos {
    AT_MOST_ONCE(0),
    AT_LEAST_ONCE(1),
    EXACTLY_ONCE(2);

    private final int level;

    Qos(int level) {
        this.level = level;
    }

    /** The level as it stands on the wire: 0, 1 or 2. */
    public int level() {
        return level;
    }

    /**
     * The QoS of a level.
     *
     * @throws IllegalArgumentException if the level is not 0, 1 or 2
     */
    public static Qos of(int level) {
        return switch (level) {
            case 0 -> AT_MOST_ONCE;
            case 1 -> AT_LEAST_ONCE;
            case 2 -> EXACTLY_ONCE;
            default -> throw new IllegalArgumentException("QoS " + level + " does not exist; it is 0, 1 or 2");
        };
    }
}
