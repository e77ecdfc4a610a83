package io.fairlead.topicmap;

/**
 * A token bucket's size.
 *
 * @param perSecond tokens that come back each second
 * @param burst how many it holds
 */
public record Rate(double perSecond, int burst) {}
