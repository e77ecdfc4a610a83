package io.fairlead.transport.mqtt.shared;

import io.fairlead.session.CommandId;

/**
 * Which packet of a client a command came from, so that its answer finds the way back. It stands in the command's id: nothing has
 * to be remembered for it.
 *
 * @param packetId 0 where the packet has none
 * @param index which of the packet's filters it is, from 0
 */
record PacketKey(Kind kind, int packetId, int index) {

    /** What a packet wants. */
    enum Kind {
        CONNECT('c'),
        SUBSCRIBE('s'),
        UNSUBSCRIBE('u'),
        /** A PUBLISH of QoS 1. */
        PUBLISH_1('1'),
        /** A PUBLISH of QoS 2. */
        PUBLISH_2('2'),
        /** An AUTH packet with a fresh token. */
        AUTH('a'),
        /** A PUBLISH that bears a fresh token; {@code index} is its QoS. */
        TOKEN('t'),
        /** A PUBLISH of QoS 0, which nobody waits for. */
        UNANSWERED('0');

        private static final Kind[] ALL = values();

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        private static Kind of(char letter) {
            for (Kind kind : ALL) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no packet has the letter " + letter);
        }
    }

    private static final int INDEX_AT = 16;

    static PacketKey of(Kind kind) {
        return new PacketKey(kind, 0, 0);
    }

    /** Of a PUBLISH with QoS 1 or 2. */
    static PacketKey ofPublish(int qos, int packetId) {
        return new PacketKey(qos == 1 ? Kind.PUBLISH_1 : Kind.PUBLISH_2, packetId, 0);
    }

    /** Of a PUBLISH that bears a fresh token. */
    static PacketKey ofToken(int qos, int packetId) {
        return new PacketKey(Kind.TOKEN, packetId, qos);
    }

    /** The same packet as the PUBLISH that it is. */
    PacketKey asPublish() {
        return index == 0 ? of(Kind.UNANSWERED) : ofPublish(index, packetId);
    }

    /** That of a command's id. */
    static PacketKey of(CommandId id) {
        long number = Long.parseLong(id.text(), 1, id.text().length(), 10);
        return new PacketKey(Kind.of(id.text().charAt(0)), (int) (number & 0xFFFF), (int) (number >> INDEX_AT));
    }

    CommandId id() {
        return new CommandId(kind.letter + Long.toString(((long) index << INDEX_AT) | packetId), false);
    }
}
