package io.fairlead.it.live;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.MqttVersion;
import java.time.Duration;
import java.util.List;

/** A broker and an MQTT version that the gateway speaks to it. */
enum Combination {
    MOSQUITTO_IN_MQTT_5(TestBroker.Kind.MOSQUITTO, MqttVersion.V5),
    MOSQUITTO_IN_MQTT_3(TestBroker.Kind.MOSQUITTO, MqttVersion.V3_1_1),
    HIVEMQ_CE_IN_MQTT_5(TestBroker.Kind.HIVEMQ_CE, MqttVersion.V5),
    HIVEMQ_CE_IN_MQTT_3(TestBroker.Kind.HIVEMQ_CE, MqttVersion.V3_1_1);

    private final TestBroker.Kind kind;
    private final MqttVersion version;

    Combination(TestBroker.Kind kind, MqttVersion version) {
        this.kind = kind;
        this.version = version;
    }

    /** The broker that all tests share. */
    TestBroker broker() {
        return TestBroker.shared(kind);
    }

    TestBroker.Kind kind() {
        return kind;
    }

    MqttVersion version() {
        return version;
    }

    /** How to reach a broker in this version, with pauses short enough for a test. */
    BrokerSettings settings(TestBroker broker) {
        BrokerSettings usual = BrokerSettings.of(broker.url());
        return new BrokerSettings(
                List.of(BrokerAddress.parse(broker.url())),
                version,
                usual.credentials(),
                usual.tls(),
                usual.keepAlive(),
                usual.connectTimeout(),
                1_000,
                Duration.ofMillis(20),
                Duration.ofMillis(100));
    }
}
