package io.fairlead.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Reason;
import io.fairlead.topic.TopicName;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResponseTopicsTest {

    /** As {@code bridge.RequestDesk} makes them for the requests of JSON pages. */
    private static final String PAGES = "fairlead/reply/gw-1.0/qW3rT9yU1iO5pA7sD2fG4h";

    private static final long NOW = 1_000_000;

    private final Rights rights = RelayMap.rights(RelayMap.user("lamp", "device"));
    private final ResponseTopics responses = new ResponseTopics(rights, "fairlead");

    private String seen(String topic, long now) {
        return String.valueOf(responses.forClient(new TopicName(topic), now));
    }

    @Test
    void channel_that_the_client_may_publish_to_is_the_name() {
        assertThat(seen("rr/bob", NOW)).isEqualTo("answers/bob");
    }

    @Test
    void request_of_a_page_is_answered_under_a_token() {
        String name = seen(PAGES, NOW);

        assertThat(name).matches("\\$reply/[A-Za-z0-9_-]{22}").doesNotContain("fairlead");
        assertThat(responses.topicOf(name, NOW)).isEqualTo(new TopicName(PAGES));
    }

    @Test
    void topic_that_the_client_may_only_read_is_answered_under_a_token() {
        assertThat(seen("dt/7/cmd", NOW)).startsWith("$reply/");
        assertThat(seen("elsewhere", NOW)).startsWith("$reply/");
    }

    @Test
    void what_the_gateway_keeps_for_itself_and_what_brokers_do_is_no_place_for_answers() {
        assertThat(responses.forClient(new TopicName("fairlead/claim/x"), NOW)).isNull();
        assertThat(responses.forClient(new TopicName("fairlead"), NOW)).isNull();
        assertThat(responses.forClient(new TopicName("$SYS/x"), NOW)).isNull();
        assertThat(seen("fairleader/x", NOW)).startsWith("$reply/");
    }

    @Test
    void same_topic_has_the_same_token_and_its_time_begins_anew() {
        String name = seen(PAGES, NOW);
        long later = NOW + ResponseTopics.LIFE_MILLIS - 1;

        assertThat(seen(PAGES, later)).isEqualTo(name);
        assertThat(responses.topicOf(name, later + ResponseTopics.LIFE_MILLIS - 1))
                .isNotNull();
    }

    @Test
    void token_ends_with_its_time_and_the_topic_gets_another() {
        String name = seen(PAGES, NOW);
        long later = NOW + ResponseTopics.LIFE_MILLIS;

        assertThat(responses.topicOf(name, later)).isNull();
        String second = seen(PAGES, later);
        assertThat(second).isNotEqualTo(name);
        assertThat(responses.topicOf(name, later)).isNull();
        assertThat(responses.topicOf(second, later)).isEqualTo(new TopicName(PAGES));
    }

    @Test
    void token_of_another_connection_and_other_names_stand_for_nothing() {
        String name = seen(PAGES, NOW);

        assertThat(new ResponseTopics(rights, "fairlead").topicOf(name, NOW)).isNull();
        assertThat(responses.topicOf("$reply/", NOW)).isNull();
        assertThat(responses.topicOf("$reply/" + PAGES, NOW)).isNull();
        assertThat(responses.topicOf(name + "/x", NOW)).isNull();
        assertThat(ResponseTopics.unknown(name).reason()).isEqualTo(Reason.NO_ROUTE);
    }

    @Test
    void oldest_topic_gives_way_where_there_are_many() {
        String first = seen("other/0", NOW);
        String second = seen("other/1", NOW);
        seen("other/0", NOW + 1);
        Set<String> names = new HashSet<>();
        for (int i = 2; i <= ResponseTopics.MOST; i++) {
            names.add(seen("other/" + i, NOW + 1));
        }

        assertThat(names).hasSize(ResponseTopics.MOST - 1);
        assertThat(responses.topicOf(second, NOW + 1)).isNull();
        assertThat(responses.topicOf(first, NOW + 1)).isEqualTo(new TopicName("other/0"));
    }

    @Test
    void response_topic_of_the_clients_own_is_a_channel_that_it_may_read() {
        ResponseTopics.Asked mine = ResponseTopics.forBroker(rights, "me/inbox");

        assertThat(mine.topic()).isEqualTo(new TopicName("im/lamp/inbox"));
        assertThat(mine.denial()).isNull();
    }

    @Test
    void response_topic_that_the_client_may_not_read_is_refused() {
        assertThat(reason("no/such")).isEqualTo(Reason.NO_ROUTE);
        assertThat(reason("devices/7/telemetry/alarm")).isEqualTo(Reason.FORBIDDEN);
        assertThat(reason("devices/+/telemetry/#")).isEqualTo(Reason.BAD_CHANNEL);
        assertThat(reason(seen(PAGES, NOW))).isEqualTo(Reason.NO_ROUTE);
        assertThat(reason("")).isEqualTo(Reason.BAD_CHANNEL);
    }

    private Reason reason(String channel) {
        ResponseTopics.Asked asked = ResponseTopics.forBroker(rights, channel);
        assertThat(asked.topic()).isNull();
        Denial denial = asked.denial();
        if (denial == null) {
            throw new AssertionError("neither topic nor denial");
        }
        assertThat(denial.why()).contains("response topic");
        return denial.reason();
    }
}
