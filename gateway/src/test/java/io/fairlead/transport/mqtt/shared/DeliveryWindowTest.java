package io.fairlead.transport.mqtt.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryWindowTest {

    @Test
    void windowOfTwo_isFullAfterTwo_untilOneIsAcknowledged() {
        DeliveryWindow window = new DeliveryWindow(2);
        int first = window.take();
        int second = window.take();

        assertThat(first).isNotEqualTo(second);
        assertThat(window.isFull()).isTrue();
        assertThatThrownBy(window::take).isInstanceOf(IllegalStateException.class);

        window.free(first);
        assertThat(window.isFull()).isFalse();
        assertThat(window.take()).isEqualTo(first);
    }

    @Test
    void acknowledgementOfNothing_freesNothing() {
        DeliveryWindow window = new DeliveryWindow(1);
        window.free(1);
        int only = window.take();
        window.free(only + 1);
        window.free(60_000);

        assertThat(window.isFull()).isTrue();
        window.free(only);
        window.free(only);
        window.take();
        assertThat(window.isFull()).isTrue();
    }

    @Test
    void manyTakenAndFreed_noIdentifierIsInUseTwice_norZero() {
        Random random = new Random(4);
        for (int size : new int[] {1, 3, 64, 65_535}) {
            DeliveryWindow window = new DeliveryWindow(size);
            Set<Integer> inUse = new HashSet<>();
            for (int step = 0; step < 20_000; step++) {
                if (!window.isFull() && (inUse.isEmpty() || random.nextBoolean())) {
                    int id = window.take();
                    assertThat(id).isBetween(1, 65_535);
                    assertThat(inUse.add(id)).isTrue();
                } else {
                    List<Integer> all = new ArrayList<>(inUse);
                    int id = all.get(random.nextInt(all.size()));
                    inUse.remove(id);
                    window.free(id);
                }
                assertThat(window.isFull()).isEqualTo(inUse.size() == Math.min(size, DeliveryWindow.MOST));
            }
        }
    }
}
