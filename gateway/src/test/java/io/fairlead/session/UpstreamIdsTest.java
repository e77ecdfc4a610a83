package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpstreamIdsTest {

    private static String durable(String user, String client) {
        return UpstreamIds.durable(new ClientKey(user, client));
    }

    private static String relayed(@Nullable String user, String client) {
        return UpstreamIds.relayed(new ClientKey(user, client));
    }

    @Test
    void plainNames_areReadable() {
        assertThat(durable("alice", "tab-7f3a")).isEqualTo("fl.d.alice.tab-7f3a");
        assertThat(relayed("alice", "pump_7")).isEqualTo("fl.m.alice.pump_7");
        assertThat(relayed(null, "pump_7")).isEqualTo("fl.a.pump_7");
    }

    @Test
    void namesWithDotsPercentsAndLetters_areNeverTheSame() {
        assertThat(durable("a.b", "c")).isEqualTo("fl.d.a%2Eb.c").isNotEqualTo(durable("a", "b.c"));
        assertThat(durable("a%2Eb", "c")).isNotEqualTo(durable("a.b", "c"));
        assertThat(durable("größe", "/")).isEqualTo("fl.d.gr%C3%B6%C3%9Fe.%2F");
        assertThat(relayed(null, "alice.pump")).isEqualTo("fl.a.alice%2Epump");
        assertThat(relayed("\uD83D\uDE00", "c")).isEqualTo("fl.m.%F0%9F%98%80.c");
        assertThat(relayed("\uD83D", "c")).isNotEqualTo(relayed("?", "c")).isNotEqualTo(relayed("\uD83E", "c"));
    }

    @Test
    void longNames_areHashed_eachToAnother() {
        assertThat(durable("u".repeat(200), "c"))
                .startsWith("fl.h.")
                .hasSizeLessThan(128)
                .isNotEqualTo(durable("u".repeat(200), "d"))
                .isNotEqualTo(relayed("u".repeat(200), "c"));
        assertThat(relayed(null, "u".repeat(200))).startsWith("fl.h.");
    }

    private record Owner(String kind, @Nullable String user, String client) {
        String id() {
            return kind.equals("d") && user != null ? durable(user, client) : relayed(user, client);
        }

        Owner told() {
            return user == null ? new Owner("a", null, client) : this;
        }
    }

    @Test
    void walk_noTwoClientsOfAnyKind_haveOneId() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, Owner> owners = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            String user = random.nextInt(3) == 0 ? null : name(random);
            Owner owner = new Owner(random.nextBoolean() ? "d" : "m", user, name(random)).told();
            Owner other = owners.putIfAbsent(owner.id(), owner);
            assertThat(other == null ? owner : other)
                    .as("seed " + seed + ", id " + owner.id())
                    .isEqualTo(owner);
            assertThat(owner.id())
                    .as("seed " + seed)
                    .matches("fl\\.[dmah]\\.[A-Za-z0-9_~%.-]*")
                    .hasSizeLessThanOrEqualTo(128);
        }
    }

    /** Of pieces that encodings are about, short ones mostly, so that names often nearly meet. */
    private static String name(Random random) {
        List<String> pieces =
                List.of("a", "b", ".", "%", "%2E", "/", "?", "ö", "\uD83D\uDE00", "\uD83D", "\uDE00", "fl.n.");
        int size = random.nextInt(20) == 0 ? 60 : 1 + random.nextInt(3);
        return IntStream.range(0, size)
                .mapToObj(i -> pieces.get(random.nextInt(pieces.size())))
                .collect(Collectors.joining());
    }
}
