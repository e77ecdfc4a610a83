package io.fairlead.it.web;

import io.fairlead.broker.Broker;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.embedded.EmbeddedBroker;
import io.fairlead.transport.BadInput;
import io.fairlead.transport.Crossing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** What clients see of the whole gateway over the embedded broker, in both versions of MQTT. */
class EmbeddedBrokerCrossingIT {
    private static EmbeddedBroker embedded;

    @BeforeAll
    static void start() {
        embedded = EmbeddedBroker.start(0);
    }

    @AfterAll
    static void end() {
        embedded.close();
    }

    @Nested
    class Mqtt5 extends Crossing {
        @Override
        protected Broker broker() {
            return Brokers.at(embedded.port(), MqttVersion.V5);
        }
    }

    @Nested
    class Mqtt311 extends Crossing {
        @Override
        protected Broker broker() {
            return Brokers.at(embedded.port(), MqttVersion.V3_1_1);
        }
    }

    @Nested
    class WithBadInput extends BadInput {
        @Override
        protected Broker broker() {
            return Brokers.at(embedded.port(), MqttVersion.V5);
        }
    }
}
