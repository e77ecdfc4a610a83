package io.fairlead.bridge;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;

/**
 * One event loop of the node, with the sessions, the shared broker link and the subscriber index that live on it.
 *
 * @param index the loop's number, from zero
 * @param eventLoop the loop itself
 * @param group the event loop group of exactly this one loop, which pins a broker link to it
 */
public record NodeLoop(int index, EventLoop eventLoop, Executor group) {}
