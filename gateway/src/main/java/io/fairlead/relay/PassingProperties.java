package io.fairlead.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Which user properties of MQTT 5 a route lets through, by their names' bytes. Immutable. */
final class PassingProperties {

    private static final byte[] OURS = "fairlead-".getBytes(StandardCharsets.UTF_8);
    private static final String ALL = "*";

    private final boolean all;
    private final boolean ours;
    private final byte[][] names;

    private PassingProperties(Set<String> let, boolean ours) {
        this.all = let.contains(ALL);
        this.ours = ours;
        this.names =
                let.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    /** What a client may send: never a name that begins as the gateway's own do. */
    static PassingProperties fromClient(Set<String> let) {
        return new PassingProperties(let, false);
    }

    /** What a client gets. */
    static PassingProperties toClient(Set<String> let) {
        return new PassingProperties(let, true);
    }

    /** Whether none is taken off, whatever its name. */
    boolean passAll() {
        return all && ours;
    }

    /** Whether the property passes whose name lies here. */
    boolean passes(ByteBuf bytes, int at, int length) {
        if (!ours && startsWith(bytes, at, length, OURS)) {
            return false;
        }
        if (all) {
            return true;
        }
        for (byte[] name : names) {
            if (name.length == length && startsWith(bytes, at, length, name)) {
                return true;
            }
        }
        return false;
    }

    /** Those that pass. */
    UserProperties of(UserProperties sent) {
        UserProperties kept = new UserProperties();
        for (StringPair pair : sent.value()) {
            if (passes(pair.key)) {
                kept.add(pair);
            }
        }
        return kept;
    }

    /** Whether the property with this name passes. */
    private boolean passes(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return passes(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    }

    private static boolean startsWith(ByteBuf bytes, int at, int length, byte[] start) {
        if (length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (bytes.getByte(at + i) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
