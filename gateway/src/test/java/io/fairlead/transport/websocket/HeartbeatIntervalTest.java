package io.fairlead.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.session.Handshake;
import io.fairlead.wire.json.JsonWebSocketFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a connection can be silent: never so long that a proxy in front would cut it. */
class HeartbeatIntervalTest {

    private static final int STEP_MILLIS = 100;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<ClientConnection> connections = new ArrayList<>();

    /** A client that comes and goes, speaks and is silent at random, and answers each ping: the longest silence is bounded. */
    @ParameterizedTest
    @CsvSource({"25000,25000,50000", "10000,10000,20000", "40000,40000,50000", "55000,55000,55000", "160,160,400"})
    void silence_inEachMode_lastsNoLongerThanItsInterval(long pingMillis, long foreground, long background) {
        channel.freezeTime();
        WebSocketDoor door = new WebSocketDoor(
                channel.eventLoop(),
                1_000,
                pingMillis,
                JsonWebSocketFormat.INSTANCE,
                JsonWebSocketFormat.INSTANCE::encode,
                connection -> {
                    connections.add(connection);
                    return new Deaf();
                });
        door.open(channel, new Handshake(null, null, List.of()));
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        boolean hidden = false;
        long silent = 0;
        long longest = 0;
        for (int i = 0; i < 50_000; i++) {
            channel.advanceTimeBy(STEP_MILLIS, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            silent += STEP_MILLIS;
            longest = Math.max(longest, silent);
            assertThat(silent)
                    .as("silence in %s, seed %s", hidden ? "background" : "foreground", seed)
                    .isLessThanOrEqualTo((hidden ? background : foreground) + STEP_MILLIS);
            if (pinged()) {
                silent = 0;
                channel.writeInbound(Frames.pong());
            }
            if (random.nextInt(300) == 0) {
                silent = 0;
                channel.writeInbound(Frames.text("x"));
                hidden = random.nextBoolean();
                connections.get(0).background(hidden);
            }
        }
        assertThat(channel.isActive()).isTrue();
        assertThat(longest).as("pings no more often than needed, seed %s", seed).isGreaterThan(foreground / 2);
        channel.finishAndReleaseAll();
    }

    private boolean pinged() {
        boolean pinged = false;
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            assertThat(out.getUnsignedByte(0)).isEqualTo((short) 0x89);
            pinged = true;
            out.release();
        }
        return pinged;
    }

    private static final class Deaf implements WebSocketSession {
        @Override
        public void onOpen(Handshake handshake) {}

        @Override
        public void onText(ByteBuf utf8) {}

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritable() {}

        @Override
        public void onClosed() {}
    }
}
