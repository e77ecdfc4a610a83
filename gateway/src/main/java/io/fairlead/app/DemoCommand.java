package io.fairlead.app;

import io.fairlead.broker.embedded.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairlead demo}: a broker, the gateway, a simulated device and a page to try it all in. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts an embedded MQTT broker, the gateway, a simulated MQTT device and a page to meet it on.",
            "Prints the page's address. Nothing is kept when it ends."
        })
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address of the page; 0.0.0.0 lets a phone in. Default: ${DEFAULT-VALUE}.")
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "The port of the page; the next free one if it is taken. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--mqtt-port",
            defaultValue = "1883",
            description = "The broker's port, on 127.0.0.1; a free one if it is taken. Default: ${DEFAULT-VALUE}.")
    private int mqttPort;

    private final Terminal terminal;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Signals signals = Signals.take();
        try (EmbeddedBroker broker = EmbeddedBrokers.start(freeOr(0, "127.0.0.1", mqttPort));
                Demo demo = Demo.start(broker.url(), broker.port(), host, freeOr(0, host, port))) {
            say(demo.port(), broker.port());
            signals.await();
        } catch (IOException e) {
            throw CommandFailure.unreachable("the demo did not start: " + e.getMessage());
        }
        return 0;
    }

    private void say(int page, int mqtt) {
        String shown = host.equals("0.0.0.0") ? "127.0.0.1" : host;
        terminal.out().println("Open " + terminal.bold("http://" + shown + ":" + page) + " in two tabs.");
        terminal.out()
                .println("The lamp there is a simulated MQTT device. The broker listens on 127.0.0.1:" + mqtt + ":");
        terminal.out()
                .println("  mosquitto_pub -p " + mqtt
                        + " -t demo/chat/lobby -m '{\"from\":\"terminal\",\"text\":\"hello\"}'");
        terminal.out().println("ready, Ctrl+C ends it");
        terminal.out().flush();
    }

    /** The port, if it can be had; a demo is not worth an error over a port that something else has. */
    private static int freeOr(int other, String host, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return probe.getLocalPort();
        } catch (IOException e) {
            return other;
        }
    }
}
