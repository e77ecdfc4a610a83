package io.fairlead.app;

import io.fairlead.broker.Broker;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.TopicMapFile;
import io.fairlead.demo.DemoPages;
import io.fairlead.demo.LampDevice;
import io.fairlead.problem.Problems;
import io.fairlead.topicmap.TopicMap;
import io.fairlead.transport.EventLoops;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A gateway open to anybody, with the demo's topic map, page and simulated device, in front of a broker. */
public final class Demo implements AutoCloseable {

    private static final String SETTINGS = """
            node: demo
            listeners: {web: {host: "%s", port: %d}}
            broker: {url: "%s"}
            auth: {anonymous: true}
            """;

    private final Broker broker;
    private final Gateway gateway;
    private final EventLoops deviceLoop;
    private final LampDevice device;

    private Demo(Broker broker, Gateway gateway, EventLoops deviceLoop, LampDevice device) {
        this.broker = broker;
        this.gateway = gateway;
        this.deviceLoop = deviceLoop;
        this.device = device;
    }

    /**
     * Starts all of it.
     *
     * @param brokerUrl where the broker is
     * @param mqttPort the broker's port, for the page to tell
     * @param port the page's port; 0 for any free one
     * @throws IOException if the address cannot be listened on
     */
    public static Demo start(String brokerUrl, int mqttPort, String host, int port) throws IOException {
        Configuration configuration = configuration(SETTINGS.formatted(host, port, brokerUrl));
        Broker broker = new HiveMqBroker(configuration.broker());
        Gateway gateway = Gateway.start(configuration, topics(), broker, new DemoPages(mqttPort));
        EventLoops deviceLoop = new EventLoops(1);
        LampDevice device = new LampDevice(broker, deviceLoop.all().get(0).group());
        return new Demo(broker, gateway, deviceLoop, device);
    }

    private static Configuration configuration(String text) {
        Problems problems = new Problems();
        return new ConfigurationFile(name -> null)
                .parse(Path.of("demo.yaml"), text, List.of(), problems)
                .orElseThrow(
                        () -> new IllegalStateException("the demo's own configuration is bad: " + problems.list()));
    }

    private static TopicMap topics() throws IOException {
        try (InputStream in = Demo.class.getResourceAsStream("/demo/topics.yaml")) {
            if (in == null) {
                throw new IOException("the product's jar lacks demo/topics.yaml; build it again");
            }
            return TopicMapFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The port of the page. */
    public int port() {
        return gateway.port();
    }

    @Override
    public void close() {
        device.close();
        gateway.close();
        broker.close();
        deviceLoop.close();
    }
}
