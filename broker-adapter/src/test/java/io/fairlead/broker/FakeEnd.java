package io.fairlead.broker;

/** The client's end of connections to a {@link FakeBroker}: a link of either kind. */
interface FakeEnd {

    LinkOptions options();

    /** Tries to connect, on the loop, unless it is connected or stays away. Any thread. */
    void connect();

    /** The broker has ended this connection. Any thread. */
    void lost(FakeConnection of, int code, String why);

    /** A message comes; called on the loop. */
    void deliver(FakeConnection of, FakeSession.Delivery delivery, boolean repeat);

    /** The reason code with which it is told that another client has taken its client id. */
    int codeWhenTakenOver();

    /** Whether closing it without keeping the session ends one too that another link has taken over. */
    boolean endsSessionsOfOthers();
}
