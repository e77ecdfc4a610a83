package io.fairlead.it.lost;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two tabs with one name on one node: the older one is closed, and told whether it may come back. */
class TakeoverIT {

    private static Mosquitto broker;
    private static GatewayProcess one;

    @BeforeAll
    static void start() {
        broker = Mosquitto.start();
        one = GatewayProcess.start("gw-1", broker.url(), Routes.MAP);
    }

    @AfterAll
    static void end() {
        one.close();
        broker.close();
    }

    @Test
    void livePages_otherInstance_closesTheOlderOneWith4509() {
        try (Page older = new Page(one.port());
                Page newer = new Page(one.port())) {
            connect(older, "first");
            connect(newer, "second");

            Page.waiting("the older one's end").until(() -> !older.ends().isEmpty());
            assertThat(older.ends()).singleElement().asString().startsWith("4509 {\"code\":\"taken_over\"");
            newer.ask("\"type\":\"ping\"");
            assertThat(newer.ends()).isEmpty();
        }
    }

    @Test
    void livePages_sameInstance_closesTheOlderOneWith4011() {
        try (Page older = new Page(one.port());
                Page newer = new Page(one.port())) {
            connect(older, "first");
            connect(newer, "first");

            Page.waiting("the older one's end").until(() -> !older.ends().isEmpty());
            assertThat(older.ends().get(0)).startsWith("4011 ");
            newer.ask("\"type\":\"ping\"");
            assertThat(newer.ends()).isEmpty();
        }
    }

    private static void connect(Page page, String instance) {
        page.ask("\"type\":\"connect\",\"client\":\"tab\",\"instance\":\"" + instance + "\",\"token\":\""
                + Tokens.of("alice") + "\"");
    }
}
