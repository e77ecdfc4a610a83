package io.fairlead.it.lost;

import io.fairlead.it.EmbeddedBrokerProcess;
import org.junit.jupiter.api.AfterEach;

/** With HiveMQ CE, which is killed as well. */
class TenThousandOnEmbeddedBrokerIT extends TenThousand {

    private final EmbeddedBrokerProcess broker = EmbeddedBrokerProcess.start();

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
        broker.kill();
        broker.startAgain();
    }
}
