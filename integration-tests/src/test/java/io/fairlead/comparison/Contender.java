package io.fairlead.comparison;

import io.fairlead.bench.FanoutPlan.Protocol;
import io.fairlead.bench.FanoutPlan.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One way to bring messages to WebSockets, started anew for each run. */
interface Contender {

    /** The topic that everything is published to. */
    String TOPIC = "bench/fanout";

    /** What the report calls it. */
    String name();

    /** What the command line calls it. */
    String shortName();

    /** Starts its servers; what they write goes into files of {@code folder}. */
    Running start(Path folder) throws IOException, InterruptedException;

    /**
     * Servers that run, and how to reach them.
     *
     * @param servers in the order they are to be closed
     * @param publishTo where messages go in; null if by the subscribers' own protocol
     */
    record Running(
            Protocol protocol,
            URI url,
            String channel,
            @Nullable URI publishTo,
            List<ServerProcess> processes,
            List<Server> servers)
            implements AutoCloseable {
        @Override
        public void close() {
            servers.forEach(Server::close);
        }
    }

    /** The floor: one {@code send()} for each subscriber, no broker. */
    record Floor(Path program, int payloadBytes) implements Contender {

        @Override
        public String name() {
            return "floor: send() alone";
        }

        @Override
        public String shortName() {
            return "floor";
        }

        @Override
        public Running start(Path folder) throws IOException, InterruptedException {
            int port = Server.freePort();
            Server server = Server.start(
                    folder.resolve("floor.log"),
                    port,
                    List.of(program.toString(), String.valueOf(port), String.valueOf(payloadBytes)));
            return new Running(
                    Protocol.FLOOR,
                    URI.create("ws://127.0.0.1:" + port + "/"),
                    TOPIC,
                    null,
                    List.of(new ServerProcess("floor", server.pid())),
                    List.of(server));
        }
    }

    /** Mosquitto's own WebSocket listener. */
    record MosquittoAlone() implements Contender {

        @Override
        public String name() {
            return "Mosquitto's WebSockets";
        }

        @Override
        public String shortName() {
            return "mosquitto";
        }

        @Override
        public Running start(Path folder) throws IOException, InterruptedException {
            int mqtt = Server.freePort();
            int web = Server.freePort();
            Server server = mosquitto(folder, mqtt, web, "listener " + web + " 127.0.0.1\nprotocol websockets\n");
            return new Running(
                    Protocol.MQTT,
                    URI.create("ws://127.0.0.1:" + web + "/mqtt"),
                    TOPIC,
                    URI.create("mqtt://127.0.0.1:" + mqtt + "/" + TOPIC),
                    List.of(new ServerProcess(Cores.BROKER, server.pid())),
                    List.of(server));
        }
    }

    /**
     * Starts Mosquitto without what would be measured as its own stalls: Nagle's delay, and a bound on its queues.
     *
     * @param port where it speaks MQTT
     * @param last the port of the last of its listeners to open
     * @param more further lines of its configuration
     */
    static Server mosquitto(Path folder, int port, int last, String more) throws IOException, InterruptedException {
        Path file = Files.writeString(
                folder.resolve("mosquitto.conf"),
                "listener " + port + " 127.0.0.1\n" + more
                        + "allow_anonymous true\nset_tcp_nodelay true\nmax_queued_messages 0\npersistence false\n"
                        + "log_type error\n");
        return Server.start(folder.resolve("mosquitto.log"), last, List.of("mosquitto", "-c", file.toString()));
    }
}
