package io.fairlead.it.broker;

import io.fairlead.broker.MqttVersion;
import org.junit.jupiter.api.Nested;

class EmbeddedBrokerSessionLinkIT {

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

    abstract static class Contract extends RealSessionLinkContract {

        Contract(MqttVersion version) {
            super(version, SharedEmbeddedBroker.port());
        }

        @Override
        protected void stopBroker() {
            SharedEmbeddedBroker.stop();
        }

        @Override
        protected void startBroker() {
            SharedEmbeddedBroker.startAgain();
        }
    }
}
