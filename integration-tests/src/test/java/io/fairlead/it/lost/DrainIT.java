package io.fairlead.it.lost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.TcpProxy;
import io.fairlead.it.TcpProxy.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that is asked to end sends its clients elsewhere, when their publishes have an outcome. */
class DrainIT {

    private static final String WINDOW = "drain.window=4s";
    private static final int IN_FLIGHT = 10;

    private final Mosquitto broker = Mosquitto.startKeeping();

    @AfterEach
    void end() {
        broker.close();
    }

    @Test
    void publishesInFlight_gatewayEnds_allAreAnsweredBeforeTheClose() {
        try (TcpProxy brokerLeg = TcpProxy.to(broker.port());
                GatewayProcess gateway =
                        GatewayProcess.start("gw-1", "mqtt://127.0.0.1:" + brokerLeg.port(), Routes.MAP, WINDOW);
                Page page = new Page(gateway.port())) {
            page.subscribe(Routes.room("a"), "");
            brokerLeg.stall(Way.TO_CLIENT);
            for (int i = 0; i < IN_FLIGHT; i++) {
                page.send("{\"type\":\"publish\",\"id\":\"m-" + i
                        + "\",\"channel\":\"chat/a\",\"data\":{\"n\":1},\"qos\":1}");
            }
            page.ask("\"type\":\"ping\"");

            gateway.terminate();

            JsonNode notice = page.awaitNotice("draining");
            assertThat(notice.path("reconnectAfterMs").asInt()).isPositive();
            brokerLeg.free();
            Page.waiting("the close").until(() -> !page.ends().isEmpty());
            assertThat(page.ends().get(0)).startsWith("4000 ");
            assertThat(page.frames())
                    .as(gateway.said())
                    .filteredOn(frame -> frame.path("type").asText().equals("published"))
                    .hasSize(IN_FLIGHT);
            assertThat(gateway.awaitEnd()).as(gateway.said()).isZero();
        }
    }
}
