package io.fairlead.it.lost;

import io.fairlead.it.Schedule;
import io.fairlead.it.TcpProxy;
import io.fairlead.it.TcpProxy.Way;
import java.time.Duration;
import java.util.Map;

/** Draws up at random what goes wrong on the two legs of a gateway. */
final class LegFaults {

    private static final int LONGEST_MILLIS = 1_200;

    private LegFaults() {}

    /** Plans faults of some hundred milliseconds each for so long; all is well in the end. */
    static void plan(Schedule schedule, Map<String, TcpProxy> legs, int millis) {
        for (String name : legs.keySet()) {
            TcpProxy leg = legs.get(name);
            int at = schedule.between(200, 800);
            while (at < millis) {
                int lasting = schedule.between(20, LONGEST_MILLIS);
                one(schedule, name, leg, at, lasting);
                at += lasting + schedule.between(100, 1_500);
            }
        }
    }

    private static void one(Schedule schedule, String name, TcpProxy leg, int at, int lasting) {
        Way way = schedule.random().nextBoolean() ? Way.TO_CLIENT : Way.TO_TARGET;
        String where = name + " leg, " + way + ", for " + lasting + " ms: ";
        int until = at + lasting;
        switch (schedule.random().nextInt(7)) {
            case 0 -> schedule.at(at, name + " leg: cut", leg::cut);
            case 1 -> schedule.at(at, name + " leg: reset", leg::reset);
            case 2 -> schedule.at(at, where + "stall", () -> leg.stall(way)).at(until, name + " leg: free", leg::free);
            case 3 ->
                schedule.at(at, where + "stall, then reset", () -> leg.stall(way))
                        .at(until, name + " leg: reset", leg::reset);
            case 4 ->
                schedule.at(at, where + "delay", () -> leg.delay(way, Duration.ofMillis(lasting / 4)))
                        .at(until, name + " leg: free", leg::free);
            case 5 ->
                schedule.at(at, where + "trickle", () -> leg.trickle(way, 50, Duration.ofMillis(5)))
                        .at(until, name + " leg: free", leg::free);
            default ->
                schedule.at(at, name + " leg: cut and refuse for " + lasting + " ms", () -> {
                            leg.refuse();
                            leg.cut();
                        })
                        .at(until, name + " leg: welcome", leg::welcome);
        }
    }
}
