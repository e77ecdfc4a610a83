package io.fairlead.relay;

import io.fairlead.metrics.LoopMeters;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import java.util.concurrent.Executor;

/**
 * A loop that sessions live on.
 *
 * @param loop the loop itself
 * @param group the group of exactly this one loop, on which broker connections are opened
 * @param meters what the loop counts
 */
public record RelayLoop(EventLoop loop, IoEventLoopGroup group, LoopMeters meters) {

    /**
     * The loop of a group.
     *
     * @param group an {@link IoEventLoopGroup} of exactly one loop
     */
    public static RelayLoop of(Executor group, LoopMeters meters) {
        IoEventLoopGroup one = (IoEventLoopGroup) group;
        return new RelayLoop(one.next(), one, meters);
    }
}
