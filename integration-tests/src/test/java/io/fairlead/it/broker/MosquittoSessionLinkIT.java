package io.fairlead.it.broker;

import io.fairlead.broker.MqttVersion;
import io.fairlead.it.Mosquitto;
import org.junit.jupiter.api.Nested;

class MosquittoSessionLinkIT {

    @Nested
    class InMqtt5 extends Contract {
        InMqtt5() {
            super(MqttVersion.V5, Mosquitto.start());
        }
    }

    @Nested
    class InMqtt311 extends Contract {
        InMqtt311() {
            super(MqttVersion.V3_1_1, Mosquitto.start());
        }
    }

    abstract static class Contract extends RealSessionLinkContract {

        private final Mosquitto mosquitto;

        Contract(MqttVersion version, Mosquitto mosquitto) {
            super(version, mosquitto.port());
            this.mosquitto = mosquitto;
        }

        @Override
        protected void stopBroker() {
            mosquitto.kill();
        }

        @Override
        protected void startBroker() {
            mosquitto.startAgain();
        }

        @Override
        protected void release() {
            super.release();
            mosquitto.close();
        }
    }
}
