package io.fairlead.it.broker;

import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.embedded.EmbeddedBroker;
import org.junit.jupiter.api.Nested;

class EmbeddedBrokerContractIT {

    @Nested
    class InMqtt5 extends Contract {
        InMqtt5() {
            super(MqttVersion.V5);
        }
    }

    @Nested
    class InMqtt311 extends Contract {
        InMqtt311() {
            super(MqttVersion.V3_1_1);
        }
    }

    /** One broker serves most of the tests, since it takes a while to start; topics and client ids are each test's own. */
    abstract static class Contract extends RealBrokerContract {

        private static EmbeddedBroker shared = EmbeddedBroker.start(0);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> shared.close()));
        }

        Contract(MqttVersion version) {
            super(version, shared.port());
        }

        @Override
        protected void stopBroker() {
            shared.close();
        }

        @Override
        protected void startBroker() {
            shared = EmbeddedBroker.start(shared.port());
        }
    }
}
