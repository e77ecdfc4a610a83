package io.fairlead.wire.mqtt;

/**
 * How the clients of one MQTT listener are served.
 *
 * @param mode what stands behind each client
 * @param names what its clients' topics are
 * @param brokerSees whose credentials the broker is shown; of no meaning in {@link Mode#SHARED}
 * @param denied what becomes of an MQTT 3.1.1 client whose publish is denied
 * @param maxPacketBytes the largest packet a client may send, its header included; from {@link #LEAST_PACKET_BYTES} to {@link
 *     #MOST_PACKET_BYTES}
 */
public record ListenerRules(Mode mode, Names names, BrokerSees brokerSees, Denied denied, int maxPacketBytes) {

    /** A CONNECT with a token fits into it. */
    public static final int LEAST_PACKET_BYTES = 1 << 10;

    /** No packet is larger (MQTT 5, section 2.1.4). */
    public static final int MOST_PACKET_BYTES = 256 << 20;

    /** What holds where nothing else is said. */
    public static final ListenerRules DEFAULT =
            new ListenerRules(Mode.RELAY, Names.CHANNEL, BrokerSees.GATEWAY, Denied.DROP, 1 << 20);

    /** What stands behind a client. */
    public enum Mode {
        /** A broker connection of its own; packets keep their meaning. */
        RELAY,
        /** The node's shared subscriptions; clean sessions only. */
        SHARED
    }

    /** What clients mean by a topic. */
    public enum Names {
        /** A channel of the topic map. */
        CHANNEL,
        /** The broker's topic itself, under the rights of the channel that leads there. */
        TOPIC
    }

    /** Whose credentials the broker is shown for a relayed client. */
    public enum BrokerSees {
        /** The gateway's own user and password. */
        GATEWAY,
        /** The user name and password that the client sent, as it sent them. */
        CLIENT,
        /** The verified user's name, with the gateway's password. */
        USER
    }

    /** What becomes of an MQTT 3.1.1 client whose publish is denied; MQTT 5 has reason codes for it. */
    public enum Denied {
        /** The publish is acknowledged and dropped. */
        DROP,
        /** The client is disconnected. */
        DISCONNECT
    }
}
