package io.fairlead.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The topic aliases of one direction (MQTT 5, section 3.3.2.3.4). An alias keeps its number on both legs; what each leg knows
 * by it is kept apart, since a message may be withheld that would have told the other leg. Owned by one loop.
 */
final class TopicAliases {

    /** The highest alias that either leg is told of: each may hold a name of 65,535 bytes for as long as the client is there. */
    static final int HIGHEST = 100;

    private static final ByteBuf[] NONE = {};

    private final int most;

    /** By alias: what the sender means by it. */
    private @Nullable ByteBuf[] heard = NONE;

    /** By alias: what the receiver takes it for. */
    private @Nullable ByteBuf[] told = NONE;

    /** @param most the highest alias that the receiver allows; 0 for none */
    TopicAliases(int most) {
        this.most = most;
    }

    /** What is told of the highest alias that a peer allows, and counts then. */
    static int bounded(long highest) {
        return (int) Math.min(HIGHEST, highest);
    }

    /** Whether an alias may stand in a packet. */
    boolean allows(int alias) {
        return alias >= 1 && alias <= most;
    }

    /** The sender named a topic and gave it this alias. The name is copied. */
    void hear(int alias, ByteBuf packet, int nameAt, int nameBytes) {
        heard = grown(heard, alias);
        ByteBuf known = heard[alias];
        if (known == null || !sameName(known, packet, nameAt, nameBytes)) {
            byte[] name = new byte[nameBytes];
            packet.getBytes(nameAt, name);
            heard[alias] = Unpooled.wrappedBuffer(name);
        }
    }

    /** The name that the sender means by an alias; null if it never said. */
    @Nullable
    ByteBuf heard(int alias) {
        return alias < heard.length ? heard[alias] : null;
    }

    /** Whether the receiver takes the alias for this name already. */
    boolean isTold(int alias, ByteBuf name) {
        ByteBuf known = alias < told.length ? told[alias] : null;
        return known != null && sameName(known, name, 0, name.writerIndex());
    }

    /** The receiver was told the name with the alias. */
    void tell(int alias, ByteBuf name) {
        told = grown(told, alias);
        told[alias] = name;
    }

    private static boolean sameName(ByteBuf known, ByteBuf bytes, int at, int length) {
        return known.writerIndex() == length && ByteBufUtil.equals(known, 0, bytes, at, length);
    }

    private @Nullable ByteBuf[] grown(@Nullable ByteBuf[] table, int alias) {
        return alias < table.length
                ? table
                : Arrays.copyOf(table, Math.min(most + 1, Math.max(alias + 1, 2 * table.length)));
    }
}
