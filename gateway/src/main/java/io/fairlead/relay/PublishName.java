package io.fairlead.relay;

import io.fairlead.topicmap.PublishGrant;
import io.netty.buffer.ByteBuf;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a name stands for under which a client publishes. Holds as long as its identity and the topic map do. */
sealed interface PublishName {

    /**
     * A channel that the client may publish to.
     *
     * @param name as the client wrote it
     * @param topic on the broker, readable from index 0
     * @param pace how fast it may; null where the route has no limit
     */
    record Channel(
            ByteBuf name,
            PublishGrant grant,
            ByteBuf topic,
            PassingProperties passing,
            @Nullable Pace pace) implements PublishName, NameCache.Named {}

    /** One that it may not publish to. */
    record Refused(ByteBuf name, Denial denial) implements PublishName, NameCache.Named {}

    /** Where the answer to a message goes that the client got; for one message. */
    record Reply(ByteBuf topic) implements PublishName {

        static final PassingProperties PASSING = PassingProperties.fromClient(Set.of("*"));
    }

    /** The gateway's own: a fresh token. */
    record FreshToken() implements PublishName {}
}
