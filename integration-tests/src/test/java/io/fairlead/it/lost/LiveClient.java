package io.fairlead.it.lost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An application with one live channel that comes back with the {@code epoch} and {@code pos} it had, and holds the numbers
 * it gets against what it is told: a hole must be told before the message behind it.
 */
final class LiveClient extends ReturningClient {

    private final String channel;
    private final BitSet had = new BitSet();
    /** The numbers of which it knows that it has missed them, rightly or not. */
    private final BitSet known = new BitSet();

    private final List<String> troubles = new ArrayList<>();
    private @Nullable String epoch;
    private long pos;
    private int highest;
    private int told;
    private int recoveries;
    private boolean toldSinceTheLast;
    private boolean subscribed;
    private String lately = "the start";

    LiveClient(String channel, List<Integer> ports, Random random) {
        super(ports, random);
        this.channel = channel;
    }

    @Override
    synchronized String hello() {
        ObjectNode hello = PageSocket.JSON.createObjectNode();
        ObjectNode subscription =
                hello.put("type", "connect").putArray("subscribe").addObject().put("channel", channel);
        if (epoch != null) {
            subscription.put("epoch", epoch).put("pos", pos);
        }
        return hello.toString();
    }

    @Override
    synchronized void onConnect(int attempt, int port) {
        subscribed = false;
        lately = "connection " + attempt;
    }

    @Override
    synchronized void onTrouble(String what) {
        troubles.add(what + ", after " + lately);
    }

    @Override
    synchronized void onFrame(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "message" -> message(frame);
            case "subscribed" -> subscribed(frame);
            case "notice" -> notice(frame);
            case "error" -> onTrouble("the gateway said " + frame);
            default -> {}
        }
    }

    private void message(JsonNode frame) {
        int number = frame.path("data").path("n").asInt();
        pos = frame.path("pos").asLong();
        // A broker that resumes a session sends again what was not acknowledged, also to who was told it had missed
        // that
        if (number < highest && !had.get(number) && !known.get(number)) {
            onTrouble(number + " came for the first time after " + highest);
        }
        if (number > highest + 1 && highest > 0 && !toldSinceTheLast) {
            onTrouble(number + " came after " + highest + ", and nothing told that something is missing: " + frame);
        }
        if (number > highest) {
            known.set(highest + 1, number);
        }
        had.set(number);
        highest = Math.max(highest, number);
        toldSinceTheLast = false;
    }

    private void subscribed(JsonNode frame) {
        subscribed = true;
        boolean back = epoch != null;
        lately = frame.toString();
        if (back && frame.path("recovered").asBoolean()) {
            recoveries++;
        } else {
            if (back) {
                tell();
            }
            pos = frame.path("pos").asLong();
        }
        epoch = frame.path("epoch").asText();
    }

    private void notice(JsonNode frame) {
        lately = frame.toString();
        String code = frame.path("code").asText();
        if (code.equals("gap")) {
            epoch = frame.path("epoch").asText();
            pos = frame.path("pos").asLong(0);
            tell();
        } else if (code.equals("dropped")) {
            tell();
        }
    }

    private void tell() {
        told++;
        toldSinceTheLast = true;
    }

    /** Whether it listens. */
    synchronized boolean isSubscribed() {
        return subscribed;
    }

    /** The highest number it had. */
    synchronized int highest() {
        return highest;
    }

    /** How many numbers up to the highest it never had. */
    synchronized int missing() {
        return highest - had.cardinality();
    }

    /** How often it was told that something is missing. */
    synchronized int told() {
        return told;
    }

    /** How often it came back and was told that nothing is missing. */
    synchronized int recoveries() {
        return recoveries;
    }

    /** What is wrong so far. */
    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    @Override
    public synchronized String toString() {
        return "at " + highest + " of epoch " + epoch + ", pos " + pos + ", told " + told + " times, recovered "
                + recoveries + " times, " + missing() + " missing, lately " + lately + ", ends " + ends();
    }
}
