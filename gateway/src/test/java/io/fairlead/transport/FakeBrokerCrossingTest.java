package io.fairlead.transport;

import io.fairlead.broker.Broker;
import io.fairlead.broker.FakeBroker;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole gateway, over the broker in memory. */
@ExtendWith(NoLeaks.class)
class FakeBrokerCrossingTest extends Crossing {
    @Override
    protected Broker broker() {
        return new FakeBroker();
    }
}
