package io.fairlead.transport.mqtt.shared;

import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.MqttFault;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client's SUBSCRIBE and UNSUBSCRIBE packets that are not answered yet. */
final class Rounds {

    private final MqttConnection connection;
    private final Packets packets;
    private @Nullable Map<PacketKey, Round> open;

    Rounds(MqttConnection connection, Packets packets) {
        this.connection = connection;
        this.packets = packets;
    }

    /** Begins one; {@code packet} is the key of its first filter. */
    Round begin(PacketKey packet, int filters) {
        if (open == null) {
            open = new HashMap<>(2);
        }
        Round round = new Round(filters);
        if (open.put(packet, round) != null) {
            throw MqttFault.protocol("a packet whose identifier is that of another that has no answer yet");
        }
        return round;
    }

    /** A filter has what was asked for it. */
    void answer(PacketKey filter, int code) {
        Round round = find(filter);
        if (round != null) {
            round.answer(filter.index(), code);
            settle(filter, round);
        }
    }

    /** A filter is refused. */
    void refuse(PacketKey filter, int code, String why) {
        Round round = find(filter);
        if (round != null) {
            round.refuse(filter.index(), code, why);
            settle(filter, round);
        }
    }

    private @Nullable Round find(PacketKey filter) {
        return open == null ? null : open.get(first(filter));
    }

    private static PacketKey first(PacketKey filter) {
        return new PacketKey(filter.kind(), filter.packetId(), 0);
    }

    /** Answers a packet once all its filters are answered. */
    private void settle(PacketKey filter, Round round) {
        if (!round.isOver() || open == null || open.remove(first(filter)) == null) {
            return;
        }
        if (open.isEmpty()) {
            open = null;
        }
        connection.write(
                filter.kind() == PacketKey.Kind.SUBSCRIBE
                        ? packets.subAck(filter.packetId(), round.codes(), round.why())
                        : packets.unsubAck(filter.packetId(), round.codes(), round.why()));
    }
}
