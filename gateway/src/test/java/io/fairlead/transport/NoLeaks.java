package io.fairlead.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that has left a buffer to the garbage collector. Works with
 * {@link LeakRecorder}, which the build puts in the place of Netty's own leak detector.
 */
public final class NoLeaks implements AfterAllCallback {
    private static final int ALLOCATIONS_THAT_REPORT = 200;

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        System.gc();
        for (int i = 0; i < ALLOCATIONS_THAT_REPORT; i++) {
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
        List<String> leaks = LeakRecorder.take();
        assertThat(leaks).as("buffers that were never released").isEmpty();
    }
}
