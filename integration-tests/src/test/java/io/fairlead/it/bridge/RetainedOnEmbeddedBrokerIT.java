package io.fairlead.it.bridge;

import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.embedded.EmbeddedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

class RetainedOnEmbeddedBrokerIT {

    private static final EmbeddedBroker BROKER = EmbeddedBroker.start(0);

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @Nested
    class InMqtt5 extends Retaining {
        InMqtt5() {
            super(MqttVersion.V5, BROKER.port());
        }
    }

    @Nested
    class InMqtt311 extends Retaining {
        InMqtt311() {
            super(MqttVersion.V3_1_1, BROKER.port());
        }
    }
}
