package io.fairlead.it.web;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.LinkListener;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.SessionLink;
import io.fairlead.broker.SessionLinkListener;
import io.fairlead.it.Mosquitto;

/** A Mosquitto of its own, reached as the product reaches brokers, and ended with it. */
record MosquittoBroker(Mosquitto mosquitto, Broker broker) implements Broker {

    static MosquittoBroker start(MqttVersion version) {
        Mosquitto mosquitto = Mosquitto.start();
        return new MosquittoBroker(mosquitto, Brokers.at(mosquitto.port(), version));
    }

    @Override
    public BrokerLink open(LinkOptions options, LinkListener listener) {
        return broker.open(options, listener);
    }

    @Override
    public SessionLink openSession(LinkOptions options, SessionLinkListener listener) {
        return broker.openSession(options, listener);
    }

    @Override
    public void close() {
        broker.close();
        mosquitto.close();
    }
}
