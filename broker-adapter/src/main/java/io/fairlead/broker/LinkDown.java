package io.fairlead.broker;

import java.time.Duration;

/**
 * Why a link is down, as a sentence for the operator, and when the next attempt is made.
 *
 * @param wasUp whether a working link was lost, or an attempt to connect failed
 * @param code the broker's CONNACK or DISCONNECT reason code, or 0 where it gave none
 * @param why what failed and, where it is known, what to do; names the address
 * @param attempt how many attempts have failed since the link was last up
 * @param retryIn how long until the next attempt
 */
public record LinkDown(boolean wasUp, int code, String why, int attempt, Duration retryIn) {}
