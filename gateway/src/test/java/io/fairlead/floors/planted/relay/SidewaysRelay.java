package io.fairlead.floors.planted.relay;

import io.fairlead.floors.planted.bridge.Anything;

/** Uses its neighbour. */
interface SidewaysRelay {
    void use(Anything neighbour);
}
