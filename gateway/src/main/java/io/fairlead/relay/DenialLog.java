package io.fairlead.relay;

import io.fairlead.session.Reason;
import io.fairlead.topic.MqttCharacters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Log lines of what clients were denied: for each client and reason one a minute at most, with the number of denials since the
 * last. The bound holds across a client's connections. For any thread.
 */
public final class DenialLog {

    private static final long MINUTE_MILLIS = 60_000;

    /** Of how many clients and reasons it is known when they were last logged. */
    private static final int MOST = 10_000;

    /** The most characters of a line that name a client, and that say what it was refused: clients choose both. */
    private static final int LONGEST_CLIENT = 200;

    private static final int LONGEST_TEXT = 1_000;

    private record Subject(String client, Reason reason) {}

    private static final class Tally {
        private final long sinceMillis;
        private long unsaid;

        Tally(long sinceMillis) {
            this.sinceMillis = sinceMillis;
        }
    }

    private final Consumer<String> lines;
    /** In the order of their lines. */
    private final Map<Subject, Tally> tallies = new LinkedHashMap<>();

    /** @param lines gets each line */
    public DenialLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /**
     * Takes note of a denial.
     *
     * @param client the client as log lines name it
     * @param text what was denied, and why
     */
    public void note(String client, Reason reason, String text, long nowMillis) {
        String who = fitForALine(client, LONGEST_CLIENT);
        long before;
        synchronized (tallies) {
            Subject subject = new Subject(who, reason);
            Tally tally = tallies.get(subject);
            if (tally != null && nowMillis - tally.sinceMillis < MINUTE_MILLIS) {
                tally.unsaid++;
                return;
            }
            before = tally == null ? 0 : tally.unsaid;
            tallies.remove(subject);
            makeRoom();
            tallies.put(subject, new Tally(nowMillis));
        }
        lines.accept(who + " was refused: " + fitForALine(text, LONGEST_TEXT)
                + (before == 0 ? "" : "; and " + before + " more times since the last line"));
    }

    /** A text without what would begin another line or confuse a terminal, and not longer than so many characters. */
    private static String fitForALine(String text, int longest) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), longest));
        for (int i = 0; i < text.length() && i < longest; i++) {
            line.append(MqttCharacters.isForbidden(text, i) ? '?' : text.charAt(i));
        }
        return text.length() <= longest ? line.toString() : line.append('…').toString();
    }

    private void makeRoom() {
        if (tallies.size() >= MOST) {
            var oldest = tallies.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
