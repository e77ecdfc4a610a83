package io.fairlead.comparison;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A client that sends so many times a second what it may send less often, come what may, until it is closed. */
public final class Flood implements AutoCloseable {

    /** What it floods with. */
    public enum Kind {
        PUBLISHES("JSON publishes"),
        PINGS("JSON pings"),
        RELAYED("MQTT publishes, relay"),
        SHARED("MQTT publishes, shared");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** What a report calls it. */
        public String title() {
            return title;
        }

        boolean isMqtt() {
            return this == RELAYED || this == SHARED;
        }
    }

    private static final int LEAST_PAUSE_NANOS = 200_000;

    private final Kind kind;
    private final int port;
    private final int perSecond;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicInteger closes = new AtomicInteger();
    private final Thread sender = new Thread(this::flood, "flood");
    private volatile boolean over;
    private volatile FloodClient client;

    /** Begins. */
    public Flood(Kind kind, int port, int perSecond) throws IOException {
        this.kind = kind;
        this.port = port;
        this.perSecond = perSecond;
        this.client = connect();
        sender.start();
    }

    /** What was written to the socket, and perhaps not read from it. */
    public long sent() {
        return sent.get();
    }

    /** What was acknowledged as done. */
    public long done() {
        return done.get();
    }

    /** What was refused. */
    public long refused() {
        return refused.get();
    }

    /** How often it was disconnected; it came back each time. */
    public int closes() {
        return closes.get();
    }

    private FloodClient connect() throws IOException {
        FloodClient opened = kind.isMqtt() ? FloodClient.mqtt(port, "flood") : FloodClient.json(port, "flood");
        Thread reader = new Thread(() -> read(opened), "flood-reader");
        reader.setDaemon(true);
        reader.start();
        return opened;
    }

    private void read(FloodClient from) {
        try {
            while (true) {
                if (kind.isMqtt()) {
                    count(from.takePacket() >> 4 == 4, false);
                } else {
                    String said = from.take();
                    count(said.contains("\"published\"") || said.contains("\"pong\""), said.contains("\"error\""));
                }
            }
        } catch (IOException closed) {
            // Said in closes, by who writes.
        }
    }

    private void count(boolean isDone, boolean isRefused) {
        done.addAndGet(isDone ? 1 : 0);
        refused.addAndGet(isRefused ? 1 : 0);
    }

    private void flood() {
        long begin = System.nanoTime();
        long due = 0;
        while (!over) {
            long now = System.nanoTime() - begin;
            try {
                for (; due * 1_000_000_000L <= now * perSecond && !over; due++) {
                    client.send(frame((int) (due % 60_000) + 1));
                    sent.incrementAndGet();
                }
                LockSupport.parkNanos(LEAST_PAUSE_NANOS);
            } catch (IOException closed) {
                comeBack();
            }
            if (System.nanoTime() - begin - due * 1_000_000_000L / perSecond > 1_000_000_000L) {
                // It was held up: it floods on at its rate, and does not make up for what it could not send.
                due = (System.nanoTime() - begin) / 1_000_000_000L * perSecond;
            }
        }
    }

    private byte[] frame(int number) {
        return switch (kind) {
            case PUBLISHES ->
                FloodClient.text(
                        "{\"type\":\"publish\",\"id\":" + number + ",\"channel\":\"flood\",\"data\":" + number + "}");
            case PINGS -> FloodClient.text("{\"type\":\"ping\",\"id\":" + number + "}");
            case RELAYED, SHARED -> FloodClient.publish("flood", number, String.valueOf(number));
        };
    }

    private void comeBack() {
        if (over) {
            return;
        }
        closes.incrementAndGet();
        try {
            client.close();
            client = connect();
        } catch (IOException e) {
            LockSupport.parkNanos(100_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        client.close();
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
