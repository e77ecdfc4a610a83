package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FilterPlacementTest {

    private static final Qos Q1 = Qos.AT_LEAST_ONCE;

    private final FilterPlacement placement = new FilterPlacement(3);

    @Test
    void filter_wantedTwice_isSubscribedOnceOnItsFirstUsersLink() {
        int first = placement.use(filter("a/b"), Q1, 1);
        int second = placement.use(filter("a/b"), Q1, 0);

        assertThat(List.of(first, second)).containsExactly(1, 1);
        assertThat(placement.takeChanges(1)).containsExactly(new LinkChange.Subscribe(filter("a/b"), Q1));
        assertThat(placement.takeChanges(0)).isEmpty();
    }

    @Test
    void filter_thatOverlaps_takesAnotherLink() {
        placement.use(filter("a/#"), Q1, 0);

        int narrow = placement.use(filter("a/b"), Q1, 0);

        assertThat(narrow).isEqualTo(1);
    }

    @Test
    void filter_coveredOnEveryLink_isServedByTheCoveringOne() {
        placement.use(filter("a/#"), Q1, 0);
        placement.use(filter("a/+"), Q1, 0);
        placement.use(filter("+/b"), Q1, 0);
        drain();

        int link = placement.use(filter("a/b"), Q1, 2);

        assertThat(placement.servedBy(filter("a/b"))).isEqualTo(filter("a/#"));
        assertThat(link).isZero();
        assertThat(placement.takeChanges(0)).isEmpty();
    }

    @Test
    void filter_thatOverlapsOnEveryLinkUncovered_isGeneralised() {
        placement.use(filter("a/1"), Q1, 0);
        placement.use(filter("a/+/x"), Q1, 1);
        placement.use(filter("a/+"), Q1, 1);
        placement.use(filter("+/1"), Q1, 2);
        drain();

        int link = placement.use(filter("a/#"), Q1, 0);

        assertThat(placement.servedBy(filter("a/#"))).isEqualTo(filter("a/#"));
        assertThat(placement.takeChanges(link))
                .singleElement()
                .isInstanceOfSatisfying(
                        LinkChange.Replace.class,
                        replace -> assertThat(replace.filter()).isEqualTo(filter("a/#")));
    }

    @Test
    void filter_wantedWithHigherQos_isSubscribedOnceMore() {
        placement.use(filter("a"), Qos.AT_MOST_ONCE, 0);
        drain();

        placement.use(filter("a"), Q1, 0);

        assertThat(placement.takeChanges(0)).containsExactly(new LinkChange.Subscribe(filter("a"), Q1));
    }

    @Test
    void filter_wantedAgainBeforeItIsLeft_keepsItsLinkAndIsSubscribedAnew() {
        placement.use(filter("a"), Q1, 1);
        placement.release(filter("a"));
        placement.retire(filter("a"));
        drain();

        int link = placement.use(filter("a"), Q1, 1);
        placement.vacate(1, filter("a"));

        assertThat(link).isEqualTo(1);
        assertThat(placement.takeChanges(1)).containsExactly(new LinkChange.Subscribe(filter("a"), Q1));
        assertThat(placement.use(filter("+"), Q1, 1)).isNotEqualTo(1);
    }

    @RepeatedTest(30)
    void placement_walkedAtRandom_neverLetsTwoFiltersOfOneLinkMeet() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, Integer> wanted = new TreeMap<>();
        List<Map<String, Boolean>> links = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

        for (int step = 0; step < 400; step++) {
            step(random, wanted);
            for (int link = 0; link < 3; link++) {
                carryOut(random, link, links.get(link));
                assertApart(
                        "seed " + seed,
                        links.get(link).keySet().stream().map(TopicFilter::new).toList());
            }
            assertServed("seed " + seed, wanted, links);
        }
    }

    private void step(Random random, Map<String, Integer> wanted) {
        if (random.nextBoolean() || wanted.isEmpty()) {
            TopicFilter filter = RandomFilters.next(random);
            placement.use(filter, Qos.of(random.nextInt(3)), random.nextInt(3));
            wanted.merge(filter.value(), 1, Integer::sum);
            return;
        }
        String filter = new ArrayList<>(wanted.keySet()).get(random.nextInt(wanted.size()));
        if (placement.release(filter(filter))) {
            wanted.remove(filter);
            placement.retire(filter(filter));
        } else {
            wanted.merge(filter, -1, Integer::sum);
        }
    }

    /** Does what a link would: the value says whether the filter is wanted; one that is not is left some time later. */
    private void carryOut(Random random, int link, Map<String, Boolean> filters) {
        for (LinkChange change : placement.takeChanges(link)) {
            if (change instanceof LinkChange.Subscribe subscribe) {
                filters.put(subscribe.filter().value(), true);
            } else if (change instanceof LinkChange.Unsubscribe unsubscribe) {
                filters.put(unsubscribe.filter().value(), false);
            } else if (change instanceof LinkChange.Replace replace) {
                replace.old().forEach(old -> filters.remove(old.value()));
                filters.put(replace.filter().value(), true);
            }
        }
        filters.entrySet().removeIf(entry -> {
            boolean left = !entry.getValue() && random.nextBoolean();
            if (left) {
                placement.vacate(link, filter(entry.getKey()));
            }
            return left;
        });
    }

    private static void assertApart(String seed, List<TopicFilter> filters) {
        for (int i = 0; i < filters.size(); i++) {
            for (int j = i + 1; j < filters.size(); j++) {
                assertThat(filters.get(i).overlaps(filters.get(j)))
                        .as("%s: %s and %s", seed, filters.get(i), filters.get(j))
                        .isFalse();
            }
        }
    }

    private void assertServed(String seed, Map<String, Integer> wanted, List<Map<String, Boolean>> links) {
        for (String filter : wanted.keySet()) {
            TopicFilter served = placement.servedBy(filter(filter));
            assertThat(served.covers(filter(filter)))
                    .as("%s: %s serves %s", seed, served, filter)
                    .isTrue();
            assertThat(links)
                    .as("%s: %s is subscribed", seed, served)
                    .anyMatch(link -> Boolean.TRUE.equals(link.get(served.value())));
        }
    }

    private void drain() {
        for (int link = 0; link < 3; link++) {
            placement.takeChanges(link);
        }
    }

    private static TopicFilter filter(String value) {
        return new TopicFilter(value);
    }
}
