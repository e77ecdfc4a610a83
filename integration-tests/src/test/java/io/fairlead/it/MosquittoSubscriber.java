package io.fairlead.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A running mosquitto_sub and what it has received. Payloads are one line of text each. */
public final class MosquittoSubscriber implements AutoCloseable {

    static final String FORMAT = "message\\t%t\\t%q\\t%r\\t%p";

    /** One received message. */
    public record Received(String topic, int qos, boolean retain, String text) {}

    private final Process process;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile boolean subscribed;

    private MosquittoSubscriber(Process process) {
        this.process = process;
    }

    static MosquittoSubscriber start(List<String> command) {
        try {
            MosquittoSubscriber subscriber = new MosquittoSubscriber(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
            Thread reader = new Thread(subscriber::read, "mosquitto_sub");
            reader.setDaemon(true);
            reader.start();
            Awaitility.await()
                    .failFast("mosquitto_sub ended", () -> !subscriber.process.isAlive())
                    .until(() -> subscriber.subscribed);
            return subscriber;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                readLine(line);
            }
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    private void readLine(String line) {
        String[] parts = line.split("\t", 5);
        if (line.startsWith("Subscribed")) {
            subscribed = true;
        } else if (parts.length == 5 && parts[0].equals("message")) {
            received.add(new Received(parts[1], Integer.parseInt(parts[2]), parts[3].equals("1"), parts[4]));
        }
    }

    /** What came so far, in its order; safe to read while more comes. */
    public List<Received> received() {
        return received;
    }

    /** The texts of what came so far. */
    public List<String> texts() {
        return received.stream().map(Received::text).toList();
    }

    /** Waits for exactly these texts, in this order. */
    public void awaitTexts(String... texts) {
        Awaitility.await().until(() -> texts().equals(List.of(texts)));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
