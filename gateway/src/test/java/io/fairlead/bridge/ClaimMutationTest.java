package io.fairlead.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.transport.Mutations;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damaged claims, as whoever may publish below the prefix could send them: each is a claim that says what it says, or none. */
class ClaimMutationTest {

    private static final TopicName TOPIC = new TopicName("fairlead/claims/a");

    @Test
    void damagedClaim_isNone_orTheSameWhenItIsWrittenAgain() {
        List<byte[]> golden = List.of(
                new Claim("fl.d.alice.tab", "i1", "gw-1", 42).payload(),
                new Claim("fl.d.%2Fé.t%2Eb", "", "gw", Long.MIN_VALUE).payload());
        new Mutations(golden, "{}[]\":,\\u0-9.eEtfn\0".getBytes(UTF_8)).each(bytes -> {
            Claim claim = Claim.of(Message.of(TOPIC, bytes, Qos.AT_LEAST_ONCE));
            if (claim != null) {
                assertThat(Claim.of(Message.of(TOPIC, claim.payload(), Qos.AT_LEAST_ONCE)))
                        .isEqualTo(claim);
                assertThat(new String(bytes, UTF_8)).contains("\"link\"", "\"instance\"", "\"node\"", "\"number\"");
            }
        });
    }
}
