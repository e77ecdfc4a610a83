package io.fairlead.it.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every refusal that a test got to see. Each must name its code and its leg. */
final class Refusals {

    private static final Set<String> LEGS = Set.of("client", "gateway", "broker");

    private final List<Refusal> all = new CopyOnWriteArrayList<>();

    /**
     * One of them.
     *
     * @param code the word of {@code docs/errors.md}; empty if it has none
     * @param leg empty if it names none
     * @param text all that was said
     */
    record Refusal(String code, String leg, String text) {}

    void add(String code, String leg, String text) {
        all.add(new Refusal(code, leg, text));
    }

    List<String> codes() {
        return all.stream().map(Refusal::code).toList();
    }

    /** Holds that there were so many at least, and that each says what was wrong and on which leg. */
    void nameCodeAndLeg(int least) {
        assertThat(all).hasSizeGreaterThanOrEqualTo(least).allSatisfy(refusal -> {
            assertThat(refusal.code()).as(refusal.text()).matches("[a-z_]{3,}");
            assertThat(LEGS).as(refusal.text()).contains(refusal.leg());
        });
    }
}
