package io.fairlead.it.shares;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.comparison.HonestClient;
import io.fairlead.comparison.SilentCrowd;
import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Silent sockets are nobody's neighbours for long. {@code integration-tests/bench/run silent} does the same with ten thousand. */
class SilentIT {

    private static final String MAP = """
            version: 1
            routes:
              - {name: any, channel: "any/{name}", topic: "any/{name}", payload: json, subscribe: {allow: [anyone]}}
            """;
    private static final int SILENT = 1_500;
    private static final int VISITS = 10;

    @Test
    void silentSocketsOfManyAddresses_areShed_whileAnHonestClientComesAndGoes() throws IOException {
        try (Mosquitto broker = Mosquitto.start();
                GatewayProcess gateway = GatewayProcess.start(
                        "gw-1",
                        broker.url(),
                        MAP,
                        "limits.exempt=[]",
                        "limits.unauthenticated=200",
                        "limits.connectTimeout=2s");
                SilentCrowd crowd = new SilentCrowd(gateway.port(), SILENT)) {
            List<Long> visits = new ArrayList<>();
            boolean connected = false;
            while (!connected || visits.size() < VISITS) {
                connected = crowd.push();
                visits.add(HonestClient.visit(gateway.port()));
            }

            assertThat(visits).as(gateway.said()).allMatch(millis -> millis >= 0);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollDelay(Duration.ZERO)
                    .until(() -> crowd.ended() == SILENT);
        }
    }

    @Test
    void connectionsThatComeAndGo_leaveRoomForOthers() {
        try (Mosquitto broker = Mosquitto.start();
                GatewayProcess gateway =
                        GatewayProcess.start("gw-1", broker.url(), MAP, "limits.connections=5", "limits.exempt=[]")) {
            for (int i = 0; i < 150; i++) {
                assertThat(HonestClient.visit(gateway.port())).as("visit " + i).isNotNegative();
            }
        }
    }
}
