package io.fairlead.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.TopicFilter;
import org.junit.jupiter.api.Test;

class FilterBatchTest {

    private static final TopicFilter TEN_BYTES = new TopicFilter("a/b/c/däh");

    private static int count(int maximumPacketBytes) {
        FilterBatch batch = new FilterBatch(maximumPacketBytes);
        int count = 0;
        while (batch.add(TEN_BYTES)) {
            count++;
        }
        return count;
    }

    @Test
    void brokerWithoutALimit_takesAHundredFilters() {
        assertThat(count(Integer.MAX_VALUE)).isEqualTo(FilterBatch.MOST);
    }

    @Test
    void brokerWithSmallPackets_takesWhatTheyHold() {
        assertThat(count(16 + 13 * 4)).isEqualTo(4);
        assertThat(count(16 + 13 * 4 - 1)).isEqualTo(3);
    }

    @Test
    void filterThatFitsIntoNoPacket_goesAlone() {
        assertThat(count(20)).isOne();
        assertThat(FilterBatch.fits(TEN_BYTES, 28)).isFalse();
        assertThat(FilterBatch.fits(TEN_BYTES, 29)).isTrue();
    }
}
