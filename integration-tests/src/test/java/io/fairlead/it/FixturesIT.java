package io.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FixturesIT {

    @Test
    void mosquitto_restartedBehindAProxy_carriesTextBothTimes() {
        try (Mosquitto mosquitto = Mosquitto.start();
                TcpProxy proxy = TcpProxy.to(mosquitto.port())) {
            carry(mosquitto.clients(), new MosquittoClients(proxy.port()));

            mosquitto.kill();
            assertThat(Ports.accepts(mosquitto.port())).isFalse();
            mosquitto.startAgain();

            carry(new MosquittoClients(proxy.port()), mosquitto.clients());
        }
    }

    private static void carry(MosquittoClients from, MosquittoClients to) {
        try (MosquittoSubscriber subscriber = to.subscribe("größe/#")) {
            from.retain("größe/a", "grün ✓");
            from.publish("größe/b", "2");
            subscriber.awaitTexts("grün ✓", "2");
            assertThat(subscriber.received().get(1))
                    .isEqualTo(new MosquittoSubscriber.Received("größe/b", 1, false, "2"));
        }
        from.unretain("größe/a");
    }
}
