package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.wire.mqtt.PublishFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketSizesTest {

    @Test
    void publish_has_as_many_bytes_as_it_has() {
        for (boolean v5 : List.of(true, false)) {
            for (int qos = 0; qos < 3; qos++) {
                for (int payload : new int[] {0, 1, 100, 117, 118, 119, 120, 121, 122, 16_380, 2_097_150}) {
                    for (int contentType : new int[] {0, 122, 123, 124, 125, 126, 17_000}) {
                        byte[] properties = v5
                                ? new Properties()
                                        .contentType("x".repeat(contentType))
                                        .bytes()
                                : new byte[0];
                        PublishFrame frame = Frames.publish(v5, qos, 1, "a/b", properties, new byte[payload]);
                        assertThat(PacketSizes.publish(3, qos, v5 ? properties.length : -1, payload))
                                .isEqualTo(frame.bytes().readableBytes());
                    }
                }
            }
        }
    }

    @Test
    void broker_is_told_more_than_the_client_takes_but_not_more_than_the_gateway_does() {
        assertThat(PacketSizes.toldToBroker(100, 1 << 20)).isBetween(100L + 65_535, 1L << 20);
        assertThat(PacketSizes.toldToBroker(100, 1000)).isEqualTo(1000);
        assertThat(PacketSizes.toldToBroker(PacketSizes.UNLIMITED, PacketSizes.UNLIMITED))
                .isEqualTo(PacketSizes.UNLIMITED);
    }

    @Test
    void client_is_told_less_than_the_broker_takes_but_not_less_than_half() {
        assertThat(PacketSizes.toldToClient(100_000, 1 << 20, 30)).isBetween(99_000L, 99_969L);
        assertThat(PacketSizes.toldToClient(100, 1 << 20, 30)).isEqualTo(50);
        assertThat(PacketSizes.toldToClient(100_000, 1000, 30)).isEqualTo(1000);
        assertThat(PacketSizes.toldToClient(PacketSizes.UNLIMITED, 1 << 20, 30)).isEqualTo(1 << 20);
    }
}
