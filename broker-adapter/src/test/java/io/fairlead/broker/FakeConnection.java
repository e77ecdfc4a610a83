package io.fairlead.broker;

/**
 * One connection of a {@link FakeLink}, between an up and a down. What belongs to a connection that is over has no
 * effect any more.
 */
final class FakeConnection {

    final FakeLink link;
    final FakeSession session;

    FakeConnection(FakeLink link, FakeSession session) {
        this.link = link;
        this.session = session;
    }

    int window() {
        return link.options.receiveMaximum();
    }

    void deliver(FakeSession.Delivery delivery) {
        link.onLoop(this, () -> link.listener.onMessage(delivery.message, () -> link.acknowledge(this, delivery)));
    }
}
