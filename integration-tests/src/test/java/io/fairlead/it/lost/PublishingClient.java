package io.fairlead.it.lost;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.it.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An application that publishes the numbers from 1 on through the gateway, each under an id of its own, and again under that
 * id until the gateway says that it is published.
 */
final class PublishingClient extends ReturningClient {

    private static final long TICK_MILLIS = 20;
    private static final int IN_FLIGHT = 32;
    private static final String ID = "p-";

    private final String channel;
    private final int count;
    private final String token = Tokens.of("publisher");
    private final String instance = UUID.randomUUID().toString().substring(0, 8);
    private final List<String> troubles = new ArrayList<>();
    private final TreeSet<Integer> waiting = new TreeSet<>();
    private final TreeSet<Integer> refused = new TreeSet<>();
    private final ScheduledFuture<?> publishing;
    private int next = 1;
    private int repeats;
    private boolean welcome;

    PublishingClient(String channel, int count, List<Integer> ports, Random random) {
        super(ports, random);
        this.channel = channel;
        this.count = count;
        publishing = LOOP.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    String hello() {
        return "{\"type\":\"connect\",\"id\":0,\"client\":\"publisher\",\"instance\":\"" + instance + "\",\"token\":\""
                + token + "\"}";
    }

    @Override
    synchronized void onConnect(int attempt, int port) {
        welcome = false;
    }

    @Override
    synchronized void onTrouble(String what) {
        troubles.add(what);
    }

    @Override
    synchronized void onFrame(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "welcome" -> {
                welcome = true;
                waiting.forEach(this::repeat);
            }
            case "published" -> waiting.remove(number(frame));
            case "error" -> refused(frame);
            default -> {}
        }
    }

    private void refused(JsonNode frame) {
        boolean unknown = frame.path("code").asText().equals("outcome_unknown");
        if (frame.path("retryable").asBoolean() || unknown) {
            refused.add(number(frame));
        } else {
            onTrouble("the gateway said " + frame);
        }
    }

    private static int number(JsonNode frame) {
        return Integer.parseInt(frame.path("id").asText().substring(ID.length()));
    }

    private synchronized void tick() {
        if (welcome) {
            refused.forEach(this::repeat);
            refused.clear();
        }
        for (int i = 0; i < 2 && welcome && next <= count && waiting.size() < IN_FLIGHT; i++) {
            waiting.add(next);
            publish(next++, false);
        }
    }

    private void repeat(int number) {
        repeats++;
        publish(number, true);
    }

    private void publish(int number, boolean again) {
        send("{\"type\":\"publish\",\"id\":\"" + ID + number + "\",\"channel\":\"" + channel + "\",\"data\":{\"n\":"
                + number + "},\"qos\":1,\"again\":" + again + "}");
    }

    /** Whether all are published. */
    synchronized boolean isDone() {
        return next > count && waiting.isEmpty();
    }

    /** The numbers that it waits for an outcome of. */
    synchronized List<Integer> waiting() {
        return List.copyOf(waiting);
    }

    /** How often it had to say something again. */
    synchronized int repeats() {
        return repeats;
    }

    /** What is wrong so far. */
    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    @Override
    public void close() {
        publishing.cancel(false);
        super.close();
    }
}
