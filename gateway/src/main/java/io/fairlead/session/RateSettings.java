package io.fairlead.session;

/**
 * How often a client may do what, and a user over all its clients on the node. Of everything twice as much as in a second may
 * come in a burst; 0 is for no limit.
 *
 * @param commandsPerSecond how many commands a second a client may send, of whatever kind
 * @param publishPerSecond how many publishes a second a client may send, over all routes
 * @param bytesPerSecond how many bytes a second are read from a client
 * @param user the shares of a user
 */
public record RateSettings(double commandsPerSecond, double publishPerSecond, double bytesPerSecond, User user) {

    /** What counts where nothing was configured. */
    public static final RateSettings DEFAULT = new RateSettings(100, 20, 2 * 1024 * 1024, User.UNLIMITED);

    /** How many commands come to a publish where nothing says how many may be sent. */
    private static final int COMMANDS_TO_A_PUBLISH = 5;

    /**
     * The shares of a user over all its clients on the node; anonymous clients have none.
     *
     * @param commandsPerSecond how many commands a second
     * @param publishPerSecond how many publishes a second
     * @param bytesPerSecond how many bytes a second
     */
    public record User(double commandsPerSecond, double publishPerSecond, double bytesPerSecond) {

        public static final User UNLIMITED = new User(0, 0, 0);

        /** Whether there is a limit at all. */
        public boolean isLimited() {
            return commandsPerSecond > 0 || publishPerSecond > 0 || bytesPerSecond > 0;
        }
    }

    /** A limit for publishes, and none for anything else. */
    public static RateSettings ofPublishes(double publishPerSecond) {
        return new RateSettings(0, publishPerSecond, 0, User.UNLIMITED);
    }

    /** How many commands a client may send where only its publishes are limited: never fewer than those. */
    public static double commandsBeside(double publishPerSecond) {
        return publishPerSecond == 0
                ? 0
                : Math.max(DEFAULT.commandsPerSecond, COMMANDS_TO_A_PUBLISH * publishPerSecond);
    }
}
