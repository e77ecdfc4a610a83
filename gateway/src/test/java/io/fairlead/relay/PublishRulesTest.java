package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Reason;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.wire.mqtt.PublishFrame;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublishRulesTest {

    private static final int RETAIN = 8;

    private static PublishGrant grant(String channel) {
        Rights rights = RelayMap.rights(RelayMap.user("alice"));
        return ((Mapping.Mapped<PublishGrant>) rights.forPublish(channel)).grant();
    }

    private static @Nullable Reason check(String channel, int flags, int bytes) {
        PublishFrame frame = Frames.publish(true, flags, 1, channel, new byte[0], new byte[bytes]);
        Denial denial = PublishRules.check(grant(channel), frame);
        return denial == null ? null : denial.reason();
    }

    @Test
    void what_the_route_takes_passes_with_any_qos() {
        for (int qos = 0; qos < 3; qos++) {
            assertThat(check("devices/7/telemetry/t", qos, 100)).isNull();
            assertThat(check("devices/7/telemetry/t", qos | RETAIN, 0)).isNull();
        }
    }

    @Test
    void larger_payload_than_the_route_takes_is_refused() {
        assertThat(check("devices/7/telemetry/t", 0, 101)).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void retained_message_is_refused_where_the_route_has_none() {
        assertThat(check("me/inbox", RETAIN, 1)).isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void packet_that_outgrows_the_broker_is_refused() {
        assertThat(PublishRules.checkSize(100, 100)).isNull();
        Denial denial = PublishRules.checkSize(101, 100);
        assertThat(denial).isNotNull().extracting(Denial::reason).isEqualTo(Reason.TOO_LARGE);
    }
}
