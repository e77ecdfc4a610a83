package io.fairlead.it.broker;

import io.fairlead.broker.Broker;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.SessionLinkContract;
import java.util.concurrent.Executor;

/** The contract for session links to a real broker. */
abstract class RealSessionLinkContract extends SessionLinkContract {

    private final RealBroker real;

    RealSessionLinkContract(MqttVersion version, int brokerPort) {
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
