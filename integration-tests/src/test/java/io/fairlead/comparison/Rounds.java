package io.fairlead.comparison;

import io.fairlead.bench.FanoutResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What alternating runs with one number of subscribers measured, by contender; the first contender is the floor. */
final class Rounds {

    private final Map<String, List<FanoutResult>> results = new LinkedHashMap<>();

    /** Adds a contender's next run. */
    void add(String contender, FanoutResult result) {
        results.computeIfAbsent(contender, name -> new ArrayList<>()).add(result);
    }

    /** Contenders in the order they first ran. */
    List<String> contenders() {
        return List.copyOf(results.keySet());
    }

    /** A contender's runs in their order. */
    List<FanoutResult> of(String contender) {
        return results.getOrDefault(contender, List.of());
    }

    /** Some figure of a contender over its runs. */
    Spread spread(String contender, ToDoubleFunction<FanoutResult> figure) {
        return Spread.of(of(contender).stream().map(figure::applyAsDouble).toList());
    }

    /** CPU for each delivery as a multiple of the floor's in the same round. */
    Spread ratioToFloor(String contender) {
        List<FanoutResult> floor = of(contenders().get(0));
        List<FanoutResult> runs = of(contender);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < runs.size(); round++) {
            ratios.add(runs.get(round).cpuPerDelivery() / floor.get(round).cpuPerDelivery());
        }
        return Spread.of(ratios);
    }
}
