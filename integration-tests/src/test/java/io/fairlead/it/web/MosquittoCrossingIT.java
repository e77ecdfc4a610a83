package io.fairlead.it.web;

import io.fairlead.broker.Broker;
import io.fairlead.broker.MqttVersion;
import io.fairlead.transport.BadInput;
import io.fairlead.transport.Crossing;
import org.junit.jupiter.api.Nested;

/** What clients see of the whole gateway over Mosquitto, in both versions of MQTT. */
class MosquittoCrossingIT {

    @Nested
    class Mqtt5 extends Crossing {
        @Override
        protected Broker broker() {
            return MosquittoBroker.start(MqttVersion.V5);
        }
    }

    @Nested
    class Mqtt311 extends Crossing {
        @Override
        protected Broker broker() {
            return MosquittoBroker.start(MqttVersion.V3_1_1);
        }
    }

    @Nested
    class WithBadInput extends BadInput {
        @Override
        protected Broker broker() {
            return MosquittoBroker.start(MqttVersion.V5);
        }
    }
}
