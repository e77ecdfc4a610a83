package io.fairlead.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.bridge.NodeLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

    @Test
    void start_threeLoops_eachIsAGroupOfItsOwn() {
        try (var loops = new EventLoops(3)) {
            assertThat(loops.all()).extracting(NodeLoop::index).containsExactly(0, 1, 2);
            assertThat(loops.all()).allSatisfy(loop -> {
                var group = (MultiThreadIoEventLoopGroup) loop.group();
                assertThat(group.executorCount()).isEqualTo(1);
                assertThat(group.next()).isSameAs(loop.eventLoop());
            });
        }
    }

    @Test
    void next_asked_takesTurns() {
        try (var loops = new EventLoops(2)) {
            List<Integer> turns =
                    Stream.generate(loops::next).limit(5).map(NodeLoop::index).toList();

            assertThat(turns).containsExactly(0, 1, 0, 1, 0);
        }
    }

    @Test
    void close_running_endsEveryLoop() {
        var loops = new EventLoops(2);

        loops.close();

        assertThat(loops.all()).allMatch(loop -> loop.eventLoop().isTerminated());
    }

    @Test
    void start_noLoops_isRefused() {
        assertThatThrownBy(() -> new EventLoops(0)).hasMessageContaining("at least one event loop");
    }
}
