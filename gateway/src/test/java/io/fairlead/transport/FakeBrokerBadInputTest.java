package io.fairlead.transport;

import io.fairlead.broker.Broker;
import io.fairlead.broker.FakeBroker;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bad input to the whole gateway, over the broker in memory. */
@ExtendWith(NoLeaks.class)
class FakeBrokerBadInputTest extends BadInput {
    @Override
    protected Broker broker() {
        return new FakeBroker();
    }
}
