package io.fairlead.broker.packet;

import io.fairlead.broker.LinkUp;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.connect.Failure;
import io.fairlead.topic.Message;
import java.util.List;

/** Hears what comes on one {@link Connection}, on its loop. What it throws as a {@link BrokerFault} ends the connection. */
interface ConnectionListener {

    /** The broker has accepted; {@code sessionSeconds} is how long it keeps the session. */
    void onConnected(LinkUp up, long sessionSeconds);

    /** A PUBLISH; the packet id is 0 for QoS 0. */
    void onMessage(Message message, int packetId, boolean dup);

    /** A PUBREL, which is to be answered. */
    void onRelease(int packetId);

    void onSubscribed(int packetId, List<SubscribeOutcome> outcomes);

    void onUnsubscribed(int packetId, boolean confirmed);

    /** The attempt has failed or the connection has ended; called once, and not where the client itself ended it. */
    void onEnded(Failure failure);
}
