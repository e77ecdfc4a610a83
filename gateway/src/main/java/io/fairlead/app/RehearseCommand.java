package io.fairlead.app;

import io.fairlead.broker.Broker;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.TopicMapFile;
import io.fairlead.problem.Problems;
import io.fairlead.transport.http.PageSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code fairlead rehearse}: starts a gateway on a free port, with a broker that is not there, talks to it once and ends. The
 * launcher records which classes that needs, so that the next start finds them ready.
 */
@Command(name = "rehearse", hidden = true, description = "Starts, answers one client and ends.")
final class RehearseCommand implements Callable<Integer> {

    private static final String CONFIGURATION = """
            listeners: {web: {host: 127.0.0.1, port: 0}}
            broker: {url: 'mqtt://127.0.0.1:1', loops: 2}
            auth: {anonymous: true}
            """;

    private static final String TOPICS = """
            version: 1
            routes:
              - name: rehearsal
                channel: rehearsal/{room}
                topic: rehearsal/{room}
                subscribe: {allow: [anyone]}
                publish: {allow: [anyone], qos: 0}
            """;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Problems problems = new Problems();
        Configuration configuration = new ConfigurationFile(System::getenv)
                .parse(Path.of("fairlead.yaml"), CONFIGURATION, List.of(), problems)
                .orElseThrow();
        Logging.apply(configuration.log());
        try (Broker broker = new HiveMqBroker(configuration.broker());
                Gateway gateway = Gateway.start(configuration, TopicMapFile.parse(TOPICS), broker, PageSource.NONE)) {
            visit(gateway.port());
        }
        return 0;
    }

    private static void visit(int port) throws InterruptedException {
        try (ProtocolClient client = ProtocolClient.open(URI.create("ws://127.0.0.1:" + port + "/ws"))) {
            client.send(Map.of("type", "connect", "id", 1));
            client.send(Map.of("type", "subscribe", "id", 2, "channel", "rehearsal/1"));
            client.send(Map.of("type", "ping", "id", 3));
            while (!client.next(ClientOptions.PATIENCE).type().equals("pong")) {
                // Whatever comes before it is part of the rehearsal.
            }
        }
    }
}
