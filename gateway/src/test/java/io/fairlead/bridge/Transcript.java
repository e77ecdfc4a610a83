package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds what one client heard in a walk against what was published. */
final class Transcript {

    private static final int NONE = -1;

    private final String about;
    private final Published published;
    private final boolean nothingLost;
    private final boolean repeats;
    private final Map<String, Heard> inForce = new HashMap<>();
    private final Map<String, Heard> before = new HashMap<>();

    /** What one subscription heard in one epoch. */
    private static final class Heard {
        final String channel;
        long pos;
        int last = NONE;
        int newest = NONE;
        final Map<String, Integer> newestOf = new HashMap<>();

        Heard(String channel) {
            this.channel = channel;
        }
    }

    /**
     * @param nothingLost whether no gap may be told at all
     * @param repeats whether the broker may have sent messages again, as QoS 1 lets it after an outage
     */
    Transcript(String about, Published published, boolean nothingLost, boolean repeats) {
        this.about = about;
        this.published = published;
        this.nothingLost = nothingLost;
        this.repeats = repeats;
    }

    void check(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            check(lines.get(i).split(" "), about + ", line " + i + " of " + String.join("\n", lines.subList(0, i + 1)));
        }
    }

    private void check(String[] line, String where) {
        switch (line[0]) {
            case "subscribed" -> subscribed(line, where);
            case "unsubscribed" -> inForce.remove(line[1]);
            case "gap" -> gap(line, where);
            case "m" -> live(line, where);
            case "r" -> replayed(line, where);
            default -> assertThat(line[0]).as(where).isIn("welcome", "broker_up", "broker_down");
        }
    }

    /** Who has recovered hears on as if never away. */
    private void subscribed(String[] line, String where) {
        long pos = Long.parseLong(line[2]);
        Heard heard = before.get(line[1]);
        if (line[line.length - 1].startsWith("recovered=true")) {
            assertThat(heard).as("there is something to recover: %s", where).isNotNull();
            assertThat(pos).as(where).isGreaterThanOrEqualTo(java.util.Objects.requireNonNull(heard).pos);
        } else {
            checkMissed(line, heard, pos, where);
            heard = new Heard(line[1]);
            heard.pos = pos;
        }
        put(heard);
    }

    private static void checkMissed(String[] line, @Nullable Heard before, long pos, String where) {
        String last = line[line.length - 1];
        if (before != null && last.startsWith("recovered=false,") && !last.endsWith(",-1")) {
            assertThat(last).as(where).isEqualTo("recovered=false," + (pos - before.pos));
        }
    }

    private void put(Heard heard) {
        inForce.put(heard.channel, heard);
        before.put(heard.channel, heard);
    }

    private void gap(String[] line, String where) {
        assertThat(nothingLost).as("no gap where nothing is lost: %s", where).isFalse();
        put(new Heard(heard(line, where).channel));
    }

    /** Positions count on by one, and with them the messages that match, none left out. */
    private void live(String[] line, String where) {
        Heard heard = heard(line, where);
        int number = Integer.parseInt(line[4]);
        assertThat(Long.parseLong(line[2])).as(where).isEqualTo(++heard.pos);
        boolean repeated = repeats && number <= heard.newest;
        if (heard.last != NONE && !repeated) {
            assertThat(number).as(where).isEqualTo(published.after(heard.last, line[1]));
        }
        heard.last = number;
        heard.newest = Math.max(heard.newest, number);
        heard.newestOf.merge(line[3], number, Math::max);
    }

    /** A retained message comes without a position and overtakes nothing that is newer. */
    private void replayed(String[] line, String where) {
        Heard heard = heard(line, where);
        assertThat(line[2]).as(where).isEqualTo("-1");
        assertThat(Integer.parseInt(line[4]))
                .as(where)
                .isGreaterThanOrEqualTo(heard.newestOf.getOrDefault(line[3], NONE));
    }

    private Heard heard(String[] line, String where) {
        Heard heard = inForce.get(line[1]);
        assertThat(heard).as("a subscription in force for %s", where).isNotNull();
        return java.util.Objects.requireNonNull(heard);
    }

    /** Whether every subscribe of the client was answered. */
    static boolean isWholly(TestClient client) {
        return client.heard("subscribed").size() == client.subscribes();
    }

    /** Whether every filter has brought the last message that it matches. */
    static boolean hasHeardLast(List<String> lines, String[] filters, Published published) {
        for (String filter : filters) {
            int last = NONE;
            for (int next = published.after(NONE, filter); next >= 0; next = published.after(next, filter)) {
                last = next;
            }
            String end = " " + last;
            boolean heard = lines.stream().anyMatch(line -> line.startsWith("m " + filter + " ") && line.endsWith(end));
            if (!heard) {
                return false;
            }
        }
        return true;
    }
}
