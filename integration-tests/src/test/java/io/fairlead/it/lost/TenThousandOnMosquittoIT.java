package io.fairlead.it.lost;

import io.fairlead.it.Mosquitto;
import org.junit.jupiter.api.AfterEach;

/** With Mosquitto, which is asked to end: killed, it would have lost what it had acknowledged. */
class TenThousandOnMosquittoIT extends TenThousand {

    private final Mosquitto broker = Mosquitto.startKeeping();

    @AfterEach
    void end() {
        broker.close();
    }

    @Override
    String brokerUrl() {
        return broker.url();
    }

    @Override
    void restartBroker() {
        broker.stop();
        broker.startAgain();
    }
}
