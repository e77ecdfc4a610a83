package io.fairlead.identity.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that revoke and lift at will, and hear of each other late, twice, and in any order. */
class RevocationsWalkTest {

    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private Instant now = START;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nodesThatHaveHeardAll_agree_whateverTheOrder(long seed) {
        Random random = new Random(seed);
        List<Revocations> nodes = List.of(node(0), node(-2_000), node(2_000));
        List<Revocation> said = new ArrayList<>();

        for (int step = 0; step < 400; step++) {
            now = now.plusMillis(random.nextInt(3_000));
            Revocations node = nodes.get(random.nextInt(nodes.size()));
            say(node, random).ifPresent(said::add);
            if (!said.isEmpty()) {
                nodes.get(random.nextInt(nodes.size())).put(said.get(random.nextInt(said.size())));
            }
        }
        for (Revocations node : nodes) {
            List<Revocation> all = new ArrayList<>(said);
            Collections.shuffle(all, random);
            all.forEach(node::put);
            nodes.forEach(Revocations::forgetOver);
        }

        Set<Revocation> agreed = alive(nodes.get(1));
        assertThat(alive(nodes.get(0))).isEqualTo(agreed);
        assertThat(alive(nodes.get(2))).isEqualTo(agreed);
        assertThat(agreed).isEqualTo(model(said));
        assertEachCounts(nodes.get(0), said);
    }

    private Revocations node(long skewMillis) {
        return new Revocations(() -> now.plusMillis(skewMillis), 1_000);
    }

    private static Optional<Revocation> say(Revocations node, Random random) {
        Subject subject = subject(random);
        Revocation known = node.latest(subject);
        Revocation word = known != null && !known.isLift() && random.nextInt(3) == 0
                ? node.lift(known)
                : node.begin(subject, Duration.ofMinutes(30 + random.nextInt(60)));
        return node.put(word) == Revocations.News.NEW ? Optional.of(word) : Optional.empty();
    }

    private static Subject subject(Random random) {
        String name = "n" + random.nextInt(6);
        return switch (random.nextInt(4)) {
            case 0 -> Subject.ofUser(name);
            case 1 -> Subject.ofClient(name, "c" + random.nextInt(2));
            case 2 -> Subject.ofClient(null, name);
            default -> Subject.ofToken(name);
        };
    }

    /** What a node holds true, whatever it remembers it for. */
    private static Set<Revocation> alive(Revocations node) {
        return node.all().stream().map(RevocationsWalkTest::plain).collect(Collectors.toSet());
    }

    private static Revocation plain(Revocation word) {
        return new Revocation(word.subject(), word.at(), word.until(), word.at());
    }

    /** Of each subject's words the latest, found by looking at all. */
    private static Set<Revocation> model(List<Revocation> said) {
        return said.stream()
                .map(RevocationsWalkTest::plain)
                .filter(word -> said.stream()
                        .noneMatch(other -> other.subject().equals(word.subject()) && other.isLaterThan(word)))
                .collect(Collectors.toSet());
    }

    private static void assertEachCounts(Revocations node, List<Revocation> said) {
        Set<Revocation> latest = model(said);
        for (Revocation word : latest) {
            String tokenId = word.subject().tokenId();
            Identity before = new Identity(
                    tokenId != null ? "somebody" : word.subject().user(),
                    Set.of(),
                    Map.of("iat", START.getEpochSecond() - 10),
                    null,
                    tokenId);
            boolean byUser = word.subject().user() != null
                    && latest.stream()
                            .anyMatch(other -> !other.isLift()
                                    && other.subject()
                                            .equals(Subject.ofUser(String.valueOf(
                                                    word.subject().user()))));
            AuthOutcome found =
                    node.check(new AuthOutcome.Verified(before), word.subject().client());
            assertThat(found instanceof AuthOutcome.Verified).as("%s", word).isEqualTo(word.isLift() && !byUser);
        }
    }
}
