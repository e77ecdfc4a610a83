package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.broker.FakeBroker;
import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.TopicMapFile;
import io.fairlead.problem.Problems;
import io.fairlead.transport.JsonClient;
import io.fairlead.transport.http.PageSource;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The MQTT listeners of a whole gateway: where they are, whom they serve, how they end. */
@Timeout(60)
class GatewayMqttTest {

    private static final String MAP = """
            version: 1
            routes:
              - name: note
                channel: notes/{name}
                topic: note/{name}
                payload: text
                subscribe: {allow: [anyone], qos: 1}
                publish: {allow: [anyone], qos: 1}
            """;
    private static final String CONNECT = "100d00044d51545404020000000161";
    private static final String CONNECT_5 = "100e00044d5154540502000000000161";
    private static final String CONNACK = "20020000";

    private final FakeBroker broker = new FakeBroker();
    private Gateway gateway = start(
            "[{host: 127.0.0.1, port: 0, mode: shared}, {host: 127.0.0.1, port: 0, mode: shared, names: topic}, {host: 127.0.0.1, port: 0}]");

    @AfterEach
    void close() {
        gateway.close();
        broker.close();
    }

    private Gateway start(String mqtt) {
        Configuration configuration = new ConfigurationFile(name -> null)
                .parse(
                        Path.of("fairlead.yaml"),
                        "auth: {anonymous: true}",
                        List.of(
                                "node=gw-1",
                                "listeners.web.host=127.0.0.1",
                                "listeners.web.port=0",
                                "listeners.mqtt=" + mqtt,
                                "drain.window=2s",
                                "broker.loops=2"),
                        new Problems())
                .orElseThrow();
        try {
            return Gateway.start(configuration, TopicMapFile.parse(MAP), broker, PageSource.NONE);
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private Socket open(int listener) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.mqttPorts().get(listener));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(ByteBufUtil.decodeHexDump(hex));
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return ByteBufUtil.hexDump(socket.getInputStream().readNBytes(bytes));
    }

    private static String readToEnd(Socket socket) throws IOException {
        return ByteBufUtil.hexDump(socket.getInputStream().readAllBytes());
    }

    @Test
    void listeners_areNamedOneLineEach() {
        assertThat(gateway.mqttListeners())
                .containsExactly(
                        "mqtt://127.0.0.1:" + gateway.mqttPorts().get(0) + " (shared, channels)",
                        "mqtt://127.0.0.1:" + gateway.mqttPorts().get(1) + " (shared, topics)",
                        "mqtt://127.0.0.1:" + gateway.mqttPorts().get(2) + " (relay, channels)");
        assertThat(gateway.listener()).endsWith("WebSocket at /ws, MQTT at /mqtt (relay, channels)");
    }

    @Test
    void page_andClientsOfBothNames_meet() throws IOException {
        await().until(gateway::brokerUp);
        try (Socket channels = open(0);
                Socket topics = open(1);
                JsonClient page = JsonClient.connect(gateway.port(), "/ws")) {
            send(channels, CONNECT);
            assertThat(read(channels, 4)).isEqualTo(CONNACK);
            send(topics, CONNECT.replaceFirst("61$", "62"));
            assertThat(read(topics, 4)).isEqualTo(CONNACK);
            page.subscribe("notes/a");
            send(topics, "820b0001" + "0006" + "6e6f74652f61" + "00");
            assertThat(read(topics, 5)).isEqualTo("9003000100");

            send(channels, "300a" + "0007" + "6e6f7465732f61" + "78");

            assertThat(read(topics, 11)).isEqualTo("3009" + "0006" + "6e6f74652f61" + "78");
            page.await("\"message\"", "\"channel\":\"notes/a\"", "\"text\":\"x\"");
        }
    }

    @Test
    void relayedClient_whereThereIsNothingToDial_isToldSo() throws IOException {
        try (Socket socket = open(2)) {
            send(socket, CONNECT);

            assertThat(readToEnd(socket)).isEqualTo("20020003");
        }
    }

    @Test
    void drain_sendsMqttClientsElsewhere() throws Exception {
        await().until(gateway::brokerUp);
        try (Socket socket = open(0)) {
            send(socket, CONNECT_5);
            read(socket, 1);

            gateway.drain();

            assertThat(readToEnd(socket)).contains("e0").contains("8b");
            assertThatThrownBy(() -> open(0)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void addressThatIsTaken_isNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gateway.close();

            assertThatThrownBy(() -> start("[{host: 127.0.0.1, port: " + taken.getLocalPort() + "}]"))
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }
}
