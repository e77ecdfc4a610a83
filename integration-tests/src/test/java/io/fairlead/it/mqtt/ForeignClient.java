package io.fairlead.it.mqtt;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A connected MQTT client that somebody else wrote; it keeps what comes. To be used from a test's thread. */
interface ForeignClient extends AutoCloseable {

    /** Subscribes; returns what the SUBACK says of the filter. */
    Answer subscribe(String filter, int qos);

    /** Publishes, and waits for the end of the handshake. */
    Answer publish(String topic, String text, int qos, boolean retain);

    /** What came so far, in its order; safe to read while more comes. */
    List<Arrived> arrived();

    /** How the connection ended, as far as the client was told: DISCONNECT's code and reason; empty while it has not. */
    List<Answer> ends();

    /** Whether CONNACK said that the broker had its session. */
    boolean sessionPresent();

    /** Ends the connection with DISCONNECT. */
    @Override
    void close();

    /** Ends the connection without DISCONNECT. */
    void drop();

    default List<String> texts() {
        return arrived().stream().map(Arrived::text).toList();
    }

    /** Waits until it has these messages and no others, in whatever order. */
    default void awaits(Arrived... messages) {
        waiting("messages")
                .untilAsserted(() ->
                        org.assertj.core.api.Assertions.assertThat(arrived()).containsExactlyInAnyOrder(messages));
    }

    static ConditionFactory waiting(String forWhat) {
        return Awaitility.await(forWhat)
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5));
    }
}
