package io.fairlead.relay;

import static io.fairlead.relay.FilterPackets.option;
import static io.fairlead.relay.FilterPackets.subAck;
import static io.fairlead.relay.FilterPackets.subscribe;
import static io.fairlead.relay.FilterPackets.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.TopicName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveryNamesTest {

    private static final String TOPIC = "dt/7/tele/t";

    private final Rights rights = RelayMap.rights(RelayMap.user("alice"));
    private final Subscriptions subscriptions = new Subscriptions(
            rights, new Answers(true, true, PacketSizes.UNLIMITED), false, 100, id -> false, denial -> {});
    private final DeliveryNames fresh = new DeliveryNames(rights, subscriptions.filters(), false);
    private final DeliveryNames resumed = new DeliveryNames(rights, subscriptions.filters(), true);

    private void subscribed(int identifier, String filter) {
        subscriptions.onSubscribe(subscribe(1, identifier, option(1, false), filter));
        subscriptions.onSubAck(subAck(1, 1));
    }

    private static @Nullable String channel(DeliveryNames names, String topic, int identifier) {
        DeliveryNames.Named named = names.of(new TopicName(topic), identifier);
        return named == null ? null : named.channel();
    }

    @Test
    void message_bears_the_name_of_the_route_subscribed_through() {
        subscribed(0, "mirror/7/t");
        assertThat(channel(fresh, TOPIC, 0)).isEqualTo("mirror/7/t");
    }

    @Test
    void message_of_a_wildcard_bears_its_own_name() {
        subscribed(0, "mirror/+/#");
        assertThat(channel(fresh, "dt/8/tele/a/b", 0)).isEqualTo("mirror/8/a/b");
    }

    @Test
    void message_of_a_shared_subscription_bears_its_name() {
        subscribed(0, "$share/workers/devices/+/telemetry/#");
        assertThat(channel(fresh, TOPIC, 0)).isEqualTo("devices/7/telemetry/t");
    }

    @Test
    void of_two_names_the_one_subscribed_to_first_counts_unless_the_identifier_tells() {
        subscribed(3, "mirror/+/#");
        subscribed(4, "devices/7/telemetry/t");

        assertThat(channel(fresh, TOPIC, 0)).isEqualTo("mirror/7/t");
        assertThat(channel(fresh, TOPIC, 3)).isEqualTo("mirror/7/t");
        assertThat(channel(fresh, TOPIC, 4)).isEqualTo("devices/7/telemetry/t");
        assertThat(channel(fresh, TOPIC, 5)).isEqualTo("mirror/7/t");
    }

    @Test
    void message_that_came_by_nothing_known_has_the_first_name_in_the_map() {
        assertThat(channel(fresh, TOPIC, 0)).isEqualTo("devices/7/telemetry/t");
        assertThat(channel(fresh, "im/alice/inbox", 0)).isEqualTo("me/inbox");
    }

    @Test
    void message_that_the_client_has_no_right_to_has_no_name() {
        assertThat(channel(fresh, "dt/7/cmd", 0)).isNull();
        assertThat(channel(fresh, "im/bob/inbox", 0)).isNull();
        assertThat(channel(resumed, "fairlead/reply/x", 0)).isNull();
    }

    @Test
    void wide_filter_goes_round_no_narrower_route() {
        subscribed(0, "devices/+/telemetry/#");

        assertThat(channel(fresh, "dt/7/tele/alarm", 0)).isNull();
        rights.identity(RelayMap.user("oscar", "operator"));
        assertThat(channel(fresh, "dt/7/tele/alarm", 0)).isNull();
        assertThat(channel(resumed, "dt/7/tele/alarm", 0))
                .as("a subscription that only the broker knows may have brought it")
                .isEqualTo("devices/7/telemetry/alarm");
    }

    @Test
    void messages_on_their_way_while_a_filter_ends_keep_its_name() {
        subscribed(0, "mirror/7/t");
        subscriptions.onUnsubscribe(unsubscribe(2, "mirror/7/t"));

        assertThat(channel(fresh, TOPIC, 0)).isEqualTo("mirror/7/t");
    }
}
