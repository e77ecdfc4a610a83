package io.fairlead.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestWordTest {

    private static final List<String> KNOWN = List.of("channel", "topic", "subscribe", "publish", "qos");

    @Test
    void of_swappedLetters_findsTheWord() {
        assertThat(NearestWord.of("tpoic", KNOWN)).contains("topic");
    }

    @Test
    void of_otherCase_findsTheWord() {
        assertThat(NearestWord.of("QoS", KNOWN)).contains("qos");
    }

    @Test
    void of_unlikeAnything_findsNothing() {
        assertThat(NearestWord.of("banana", KNOWN)).isEmpty();
    }

    @Test
    void hint_unlikeAnything_namesAll() {
        assertThat(NearestWord.hint("banana", KNOWN)).contains("channel, topic");
    }

    @Test
    void distance_swapMissingExtraAndChanged_countsEachOnce() {
        assertThat(NearestWord.distance("ab", "ba")).isEqualTo(1);
        assertThat(NearestWord.distance("abc", "ac")).isEqualTo(1);
        assertThat(NearestWord.distance("ac", "abc")).isEqualTo(1);
        assertThat(NearestWord.distance("abc", "axc")).isEqualTo(1);
    }
}
