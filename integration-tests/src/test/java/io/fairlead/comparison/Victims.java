package io.fairlead.comparison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Clients that publish in JSON as they may, each waiting for its acknowledgement, and what that took them. */
public final class Victims implements AutoCloseable {

    private final List<FloodClient> clients = new ArrayList<>();

    /** Connects them. */
    public Victims(int port, int many) throws IOException {
        for (int i = 0; i < many; i++) {
            clients.add(FloodClient.json(port, "victim-" + i));
        }
    }

    /**
     * What came of a phase.
     *
     * @param sent how many publishes were sent
     * @param published how many of them were acknowledged
     * @param refused how many were answered with anything else
     * @param micros from when a publish was due to its acknowledgement, in microseconds
     */
    public record Result(long sent, long published, long refused, Histogram micros) {}

    /** Each publishes so many, one every so many milliseconds; returns when all are answered. */
    public Result publish(int each, int everyMillis) throws InterruptedException {
        Histogram micros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(1), 3);
        long[] published = new long[clients.size()];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            int number = i;
            threads.add(new Thread(() -> published[number] = publish(number, each, everyMillis, micros)));
        }
        threads.forEach(Thread::start);
        long all = 0;
        for (int i = 0; i < threads.size(); i++) {
            threads.get(i).join();
            all += published[i];
        }
        long sent = (long) each * clients.size();
        return new Result(sent, all, sent - all, micros);
    }

    private long publish(int number, int each, int everyMillis, Histogram micros) {
        FloodClient client = clients.get(number);
        long published = 0;
        long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos((long) everyMillis * number / clients.size());
        try {
            for (int i = 0; i < each; i++) {
                long due = begin + TimeUnit.MILLISECONDS.toNanos((long) everyMillis * i);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                client.send(FloodClient.text("{\"type\":\"publish\",\"id\":" + i + ",\"channel\":\"calm/" + number
                        + "\",\"data\":" + i + "}"));
                String answer = client.take();
                while (answer.isEmpty()) {
                    answer = client.take();
                }
                micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due)));
                published += answer.contains("\"published\"") ? 1 : 0;
            }
        } catch (IOException closed) {
            // What is missing says so.
        }
        return published;
    }

    @Override
    public void close() throws IOException {
        for (FloodClient client : clients) {
            client.close();
        }
    }
}
