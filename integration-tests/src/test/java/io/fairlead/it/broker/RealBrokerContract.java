package io.fairlead.it.broker;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerContract;
import io.fairlead.broker.MqttVersion;
import java.util.concurrent.Executor;

/** The contract for shared links to a real broker. */
abstract class RealBrokerContract extends BrokerContract {

    private final RealBroker real;

    RealBrokerContract(MqttVersion version, int brokerPort) {
        this.real = new RealBroker(version, brokerPort);
    }

    @Override
    protected Broker broker() {
        return real.port();
    }

    @Override
    protected MqttVersion version() {
        return real.version();
    }

    @Override
    protected Executor newLoop() {
        return real.nextLoop();
    }

    @Override
    protected void cutConnections() {
        real.cut();
    }

    @Override
    protected void release() {
        real.close();
    }
}
