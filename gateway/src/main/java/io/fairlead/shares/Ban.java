package io.fairlead.shares;

import java.time.Duration;

/**
 * A ban that is in force.
 *
 * @param who {@code address 192.0.2.7}, {@code address 2001:db8:0:1::/64} or {@code user alice}
 * @param left how long it still lasts
 * @param why what was done last, and how often it came to a ban before
 */
public record Ban(String who, Duration left, String why) {}
