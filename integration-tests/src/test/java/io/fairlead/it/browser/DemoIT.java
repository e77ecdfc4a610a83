package io.fairlead.it.browser;

import io.fairlead.app.Demo;
import io.fairlead.broker.embedded.EmbeddedBroker;
import io.fairlead.it.MosquittoClients;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo, in a real browser: tabs, gateway, embedded broker and simulated device together. */
@Timeout(300)
class DemoIT {

    private static EmbeddedBroker broker;
    private static Demo demo;

    @BeforeAll
    static void start() throws IOException {
        broker = EmbeddedBroker.start(0);
        demo = Demo.start(broker.url(), broker.port(), "127.0.0.1", 0);
    }

    @AfterAll
    static void stop() {
        demo.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "lamp", "telemetry", "phone"})
    void demo_inABrowser_passes(String scenario) throws Exception {
        try (Scenario script = Scenario.start("demo.mjs", scenario, url())) {
            script.passes();
        }
    }

    @Test
    void demo_deviceSpeaksMqtt_pageHearsIt() throws Exception {
        try (Scenario script = Scenario.start("demo.mjs", "device", url())) {
            script.await("ready");
            new MosquittoClients(broker.port())
                    .publish("demo/chat/lobby", "{\"from\":\"terminal\",\"text\":\"hello from MQTT ✓\"}");
            script.passes();
        }
    }

    private static String url() {
        return "http://127.0.0.1:" + demo.port();
    }
}
