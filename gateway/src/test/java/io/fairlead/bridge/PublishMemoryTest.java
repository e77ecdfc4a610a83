package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.metrics.LoopMeters;
import io.fairlead.session.ClientKey;
import io.fairlead.session.CommandId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublishMemoryTest {

    private static final PublishOutcome ACCEPTED = new PublishOutcome.Accepted(PublishOutcome.Reason.SUCCESS);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LoopMeters meters = new LoopMeters();
    private final PublishMemories all = new PublishMemories(new NodeSettings.Memory(3, Duration.ofSeconds(10), 5));
    private final PublishMemory memory = all.enter(new ClientKey("alice", "tab"));
    private final List<PublishOutcome> told = new ArrayList<>();
    private long now = -SECOND;

    private static PublishMemory.Key key(String id) {
        return new PublishMemory.Key("i", new CommandId(id, false));
    }

    private PublishMemory.Step begin(PublishMemory.Key key, boolean again) {
        return memory.begin(key, again, 0, told::add, now, meters);
    }

    private PublishMemory.Flight published(String id) {
        return (PublishMemory.Flight) begin(key(id), false);
    }

    private void ended(String id, PublishOutcome outcome) {
        end(memory, published(id), outcome);
    }

    private void end(PublishMemory of, PublishMemory.Flight flight, PublishOutcome outcome) {
        of.end(flight, outcome, now, meters);
        all.makeRoom(of, meters);
    }

    private boolean isRemembered(String id) {
        return begin(key(id), true) instanceof PublishMemory.Over;
    }

    static Stream<PublishOutcome> lasting() {
        return Stream.of(ACCEPTED, new PublishOutcome.Written(), new PublishOutcome.Refused(135, "no"));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void over_repeated_isAnsweredWithTheFirstOutcome(PublishOutcome outcome) {
        ended("a", outcome);

        assertThat(begin(key("a"), true)).isEqualTo(new PublishMemory.Over(outcome));
        assertThat(told).containsExactly(outcome);
        assertThat(meters.repeatsAnswered.get()).isEqualTo(1);
    }

    static Stream<PublishOutcome> passing() {
        return Stream.of(
                new PublishOutcome.Unknown("lost"),
                new PublishOutcome.NotSent("down"),
                new PublishOutcome.NotPossible(true, "too large"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void overWithoutARealOutcome_repeated_isPublished(PublishOutcome outcome) {
        ended("a", outcome);

        assertThat(begin(key("a"), true)).isInstanceOf(PublishMemory.Flight.class);
        assertThat(all.size()).isZero();
    }

    @Test
    void underWay_repeated_isJoinedAndToldTheOutcomeToo_once() {
        PublishMemory.Flight first = published("a");
        List<PublishOutcome> other = new ArrayList<>();

        assertThat(memory.begin(key("a"), true, 1, other::add, now, meters)).isInstanceOf(PublishMemory.Joined.class);
        end(memory, first, ACCEPTED);
        end(memory, first, new PublishOutcome.Unknown("told twice"));

        assertThat(told).containsExactly(ACCEPTED);
        assertThat(other).containsExactly(ACCEPTED);
        assertThat(isRemembered("a")).isTrue();
        assertThat(meters.repeatsJoined.get()).isEqualTo(1);
    }

    @Test
    void sameIdWithoutAgain_isPublished_andTheNewerOneIsTheOneRemembered() {
        ended("a", ACCEPTED);
        PublishMemory.Flight second = published("a");
        PublishMemory.Flight third = published("a");

        end(memory, second, new PublishOutcome.Refused(135, "no"));
        assertThat(begin(key("a"), true)).isInstanceOf(PublishMemory.Joined.class);
        end(memory, third, new PublishOutcome.Written());

        assertThat(begin(key("a"), true)).isEqualTo(new PublishMemory.Over(new PublishOutcome.Written()));
        assertThat(all.size()).isEqualTo(1);
    }

    @Test
    void idsOfOtherKindInstanceOrClient_areOthers() {
        end(
                memory,
                (PublishMemory.Flight) begin(new PublishMemory.Key("i", new CommandId("7", true)), false),
                ACCEPTED);

        assertThat(isRemembered("7")).isFalse();
        assertThat(begin(new PublishMemory.Key("j", new CommandId("7", true)), true))
                .isInstanceOf(PublishMemory.Flight.class);
        PublishMemory bobs = all.enter(new ClientKey("bob", "tab"));
        assertThat(bobs.begin(new PublishMemory.Key("i", new CommandId("7", true)), true, 0, told::add, now, meters))
                .isInstanceOf(PublishMemory.Flight.class);
    }

    @Test
    void withoutId_isNeverRemembered() {
        end(memory, (PublishMemory.Flight) memory.begin(null, false, 0, told::add, now, meters), ACCEPTED);

        assertThat(told).containsExactly(ACCEPTED);
        assertThat(all.size()).isZero();
    }

    @Test
    void moreIdsThanOfOneClient_theEldestOutcomeIsForgotten_whatIsUnderWayNever() {
        PublishMemory.Flight slow = published("slow");
        for (String id : List.of("a", "b", "c", "d")) {
            ended(id, ACCEPTED);
        }

        assertThat(isRemembered("a")).isFalse();
        assertThat(isRemembered("b")).isTrue();
        assertThat(isRemembered("d")).isTrue();
        assertThat(begin(key("slow"), true)).isInstanceOf(PublishMemory.Joined.class);
        end(memory, slow, ACCEPTED);
        assertThat(isRemembered("slow")).isTrue();
        assertThat(all.size()).isEqualTo(3);
        assertThat(meters.publishesRemembered.get()).isEqualTo(3);
    }

    @Test
    void age_isCountedFromTheOutcome_andOneThatIsTooOldIsPublishedAnew() {
        PublishMemory.Flight slow = published("a");
        now += 20 * SECOND;
        end(memory, slow, ACCEPTED);
        now += 10 * SECOND - 1;
        assertThat(isRemembered("a")).isTrue();

        now++;

        assertThat(isRemembered("a")).isFalse();
    }

    @Test
    void moreIdsThanOfTheNode_whoRemembersMostPays() {
        PublishMemory bobs = all.enter(new ClientKey("bob", "tab"));
        ended("a", ACCEPTED);
        ended("b", ACCEPTED);
        ended("c", ACCEPTED);
        for (String id : List.of("x", "y", "z")) {
            end(bobs, (PublishMemory.Flight) bobs.begin(key(id), false, 0, told::add, now, meters), ACCEPTED);
        }
        PublishMemory carols = all.enter(new ClientKey("carol", "tab"));
        end(carols, (PublishMemory.Flight) carols.begin(key("q"), false, 0, told::add, now, meters), ACCEPTED);

        assertThat(all.size()).isEqualTo(5);
        assertThat(List.of(memory.size(), bobs.size(), carols.size()))
                .satisfies(sizes -> assertThat(sizes.get(2)).isEqualTo(1));
        assertThat(memory.size() + bobs.size()).isEqualTo(4);
        assertThat(meters.publishesForgotten.get()).isEqualTo(2);
        assertThat(meters.publishesRemembered.get()).isEqualTo(5);
    }

    @Test
    void sweep_forgetsWhatIsOld_andClientsOfWhomNothingIsLeft() {
        ended("a", ACCEPTED);
        PublishMemory.Flight slow = published("b");
        memory.leave();
        ClientKey alice = new ClientKey("alice", "tab");
        now += 10 * SECOND;

        assertThat(all.expire(alice, now, meters)).isEqualTo(1);
        assertThat(all.clients()).as("something is under way").isEqualTo(1);
        end(memory, slow, new PublishOutcome.Unknown("lost"));
        all.expire(alice, now, meters);

        assertThat(all.clients()).isZero();
        assertThat(all.size()).isZero();
        assertThat(meters.publishesRemembered.get()).isZero();
    }

    @Test
    void sweep_whileASessionLasts_keepsTheClient() {
        all.expire(new ClientKey("alice", "tab"), now, meters);

        assertThat(all.enter(new ClientKey("alice", "tab"))).isSameAs(memory);
    }

    @Test
    void publishesUnderWay_keepAllThatFollowsOnTheirLink() {
        PublishMemory.Flight first = (PublishMemory.Flight) memory.begin(null, false, 0, told::add, now, meters);
        PublishMemory.Flight second = (PublishMemory.Flight) memory.begin(null, false, 1, told::add, now, meters);
        end(memory, first, ACCEPTED);
        PublishMemory.Flight third = (PublishMemory.Flight) memory.begin(null, false, 1, told::add, now, meters);
        end(memory, second, ACCEPTED);
        end(memory, third, ACCEPTED);
        PublishMemory.Flight fourth = (PublishMemory.Flight) memory.begin(null, false, 1, told::add, now, meters);

        assertThat(List.of(first.link(), second.link(), third.link(), fourth.link()))
                .containsExactly(0, 0, 0, 1);
    }

    @Test
    void refusalWithAVeryLongText_isRememberedInBrief() {
        ended("a", new PublishOutcome.Refused(135, "x".repeat(60_000)));

        PublishMemory.Over over = (PublishMemory.Over) begin(key("a"), true);
        assertThat(((PublishOutcome.Refused) over.outcome()).text()).hasSize(201);
    }
}
