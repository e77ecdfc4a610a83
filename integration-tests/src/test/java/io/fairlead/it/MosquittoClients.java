package io.fairlead.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** mosquitto_pub, mosquitto_sub and mosquitto_rr: devices on a broker that know nothing of Fairlead. Texts are UTF-8. */
public final class MosquittoClients {

    private final int port;

    /** Clients of the broker on this port of the loopback address, whichever broker it is. */
    public MosquittoClients(int port) {
        this.port = port;
    }

    /** Publishes one text at QoS 1 and waits for the broker's acknowledgement. */
    public void publish(String topic, String text, String... furtherArguments) {
        run(text, command("mosquitto_pub", List.of("-t", topic, "-q", "1", "-s"), furtherArguments));
    }

    /** Publishes one text at QoS 1 as retained. */
    public void retain(String topic, String text) {
        publish(topic, text, "-r");
    }

    /** Publishes a message without a payload at QoS 1. */
    public void publishEmpty(String topic) {
        run("", command("mosquitto_pub", List.of("-t", topic, "-q", "1", "-n")));
    }

    /** Deletes what is retained for a topic. */
    public void unretain(String topic) {
        run("", command("mosquitto_pub", List.of("-t", topic, "-q", "1", "-r", "-n")));
    }

    /** Subscribes at QoS 2, and returns once the broker has granted it. */
    public MosquittoSubscriber subscribe(String filter, String... furtherArguments) {
        List<String> arguments = List.of("-d", "-t", filter, "-q", "2", "-F", MosquittoSubscriber.FORMAT);
        List<String> command = command("mosquitto_sub", arguments, furtherArguments);
        // Its output would otherwise stay in a buffer, since no terminal reads it
        command.addAll(0, List.of(Programs.find("stdbuf"), "-oL"));
        return MosquittoSubscriber.start(command);
    }

    /** Asks by mosquitto_rr, and returns the answer's payload. */
    public String request(String topic, String text, String responseTopic, String... furtherArguments) {
        List<String> arguments = List.of("-t", topic, "-q", "1", "-e", responseTopic, "-m", text, "-W", "20");
        return run("", command("mosquitto_rr", arguments, furtherArguments)).strip();
    }

    private List<String> command(String program, List<String> arguments, String... furtherArguments) {
        List<String> command = new ArrayList<>(List.of(Programs.find(program), "-V", "mqttv5", "-h", "127.0.0.1"));
        command.addAll(List.of("-p", Integer.toString(port)));
        command.addAll(arguments);
        command.addAll(List.of(furtherArguments));
        return command;
    }

    private static String run(String input, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
