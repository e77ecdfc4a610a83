package io.fairlead.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.session.Effect;
import io.fairlead.session.Handshake;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.transport.NoLeaks;
import io.fairlead.wire.json.JsonWebSocketFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class WebSocketHandlerTest {
    private static final int PING_SECONDS = 25;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final WebSocketDoor door = new WebSocketDoor(
            channel.eventLoop(),
            1_000,
            PING_SECONDS * 1_000,
            JsonWebSocketFormat.INSTANCE,
            JsonWebSocketFormat.INSTANCE::encode,
            new TestSessions());
    private final List<String> told = new ArrayList<>();
    private final List<ClientConnection> connections = new ArrayList<>();
    private final List<Reason> closings = new ArrayList<>();

    private final class TestSessions implements WebSocketSession.Factory {
        @Override
        public WebSocketSession create(ClientConnection connection) {
            return new TestSession(connection);
        }

        @Override
        public void closing(Reason reason) {
            closings.add(reason);
        }
    }

    /** Writes down what it is told; fails on the text "fail". */
    private final class TestSession implements WebSocketSession {
        TestSession(ClientConnection connection) {
            connections.add(connection);
        }

        @Override
        public void onOpen(Handshake handshake) {
            told.add("open");
        }

        @Override
        public void onText(ByteBuf utf8) {
            String text = utf8.toString(StandardCharsets.UTF_8);
            told.add(text);
            if (text.equals("fail")) {
                throw new IllegalStateException("a fault of the session, wanted by the test");
            }
        }

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritable() {
            told.add("writable");
        }

        @Override
        public void onClosed() {
            told.add("closed");
        }
    }

    @BeforeEach
    void open() {
        channel.freezeTime();
        door.open(channel, new Handshake(null, null, List.of()));
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    @Test
    void text_received_reachesTheSession() {
        channel.writeInbound(Frames.text("hello"));

        assertThat(told).containsExactly("open", "hello");
    }

    /** RFC 6455, section 5.5.3. */
    @Test
    void ping_received_isAnsweredWithItsPayload() {
        channel.writeInbound(Frames.ping("abc"));

        assertThat(written()).containsExactly("8a03616263");
    }

    @Test
    void ping_clientDoesNotRead_isNotAnswered() {
        connection().writeAhead(1_000);
        unread(1_500);
        channel.pipeline().fireChannelRead(Frames.ping("abc"));
        unread(1_000);
        channel.pipeline().fireChannelRead(Frames.ping("def"));

        connection().flush();
        assertThat(written().stream().filter(frame -> frame.startsWith("8a"))).containsExactly("8a03616263");
    }

    @Test
    void answersUnread_stopsReadingUntilTheyAreRead() {
        connection().writeAhead(1_000);
        unread(1_500);
        channel.pipeline().fireChannelRead(Frames.text("still read"));
        assertThat(channel.config().isAutoRead()).isTrue();

        unread(1_000);
        channel.pipeline().fireChannelRead(Frames.text("and no more"));
        assertThat(channel.config().isAutoRead()).isFalse();

        connection().flush();
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        written();
    }

    /** RFC 6455, section 5.5.1: the answer to a close echoes its status, and the server closes first. */
    @Test
    void close_received_isEchoedAndClosed() {
        channel.writeInbound(Frames.close(1001));

        assertThat(written()).containsExactly("880203e9");
        assertThat(channel.isActive()).isFalse();
        assertThat(told).containsExactly("open", "closed");
    }

    @Test
    void close_receivedWithoutStatus_isAnsweredWithoutOne() {
        channel.writeInbound(Frames.frame(0x88, new byte[0]));

        assertThat(written()).containsExactly("8800");
    }

    @Test
    void violation_closesWithItsReasonAndReadsNoMore() {
        channel.writeInbound(Frames.hex("81 02 68 69"));
        channel.writeInbound(Frames.text("late"));

        assertThat(closeFrame())
                .isEqualTo(
                        "1002 {\"code\":\"protocol_error\",\"leg\":\"client\",\"why\":\"a client's frames must be masked\"}");
        assertThat(told).containsExactly("open");
    }

    @Test
    void sessionClose_answeredByTheClient_closes() {
        connection().close(new Effect.Close(Reason.TAKEN_OVER, "by another tab", -1));
        assertThat(closeFrame()).startsWith("4509 {\"code\":\"taken_over\"");
        assertThat(channel.isActive()).isTrue();

        channel.writeInbound(Frames.close(4509));

        assertThat(channel.isActive()).isFalse();
        assertThat(told).containsExactly("open", "closed");
    }

    @Test
    void sessionClose_neverAnswered_closesAfterAWhile() {
        connection().close(new Effect.Close(Reason.TAKEN_OVER, "", -1));

        advance(NettyConnection.CLOSE_TIMEOUT_MILLIS);

        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void write_afterClose_isDropped() {
        connection().close(new Effect.Close(Reason.TAKEN_OVER, "", -1));
        written();

        connection().write(new Reply.Notice.BrokerUp());
        connection().write(PooledByteBufAllocator.DEFAULT.buffer().writeByte(1));
        connection().flush();

        assertThat(written()).isEmpty();
    }

    @Test
    void write_reply_leavesWithTheFlushAsOneFrame() {
        connection().write(new Reply.Notice.BrokerUp());
        assertThat(written()).isEmpty();
        assertThat(connection().pendingBytes()).isPositive();

        connection().flush();

        String json = "{\"type\":\"notice\",\"code\":\"broker_up\"}";
        ByteBuf frame = channel.readOutbound();
        assertThat(frame.readUnsignedShort()).isEqualTo(0x8100 | json.length());
        assertThat(frame.toString(StandardCharsets.UTF_8)).isEqualTo(json);
        frame.release();
    }

    @Test
    void session_fails_closesItsOwnConnection1011() {
        channel.writeInbound(Frames.text("fail"));

        assertThat(closeFrame()).startsWith("1011 {\"code\":\"internal\",\"leg\":\"gateway\"");
    }

    @Test
    void idle_pingInterval_isPingedEachTime() {
        beat();
        assertThat(written()).containsExactly("8900");
        channel.writeInbound(Frames.pong());

        beat();

        assertThat(written()).containsExactly("8900");
    }

    @Test
    void busy_isPingedAnIntervalAfterItWasLastHeard() {
        advance(12_000);
        channel.writeInbound(Frames.text("hello"));
        advance(23_000);
        assertThat(written()).isEmpty();

        advance(2_000);

        assertThat(written()).containsExactly("8900");
    }

    @Test
    void background_isPingedHalfAsOften_andAnswersLate() {
        connection().background(true);
        for (int i = 0; i < 4; i++) {
            beat();
            assertThat(written()).isEmpty();
            beat();
            assertThat(written()).containsExactly("8900");
            advance(20_000);
            channel.writeInbound(Frames.pong());
            advance(5_000);
            beat();
            assertThat(written()).containsExactly("8900");
        }
        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void foregroundAgain_isPingedAsOftenAsBefore() {
        connection().background(true);
        beat();
        channel.writeInbound(Frames.text("foreground"));
        connection().background(false);

        beat();

        assertThat(written()).containsExactly("8900");
    }

    @Test
    void readingStopped_unansweredPings_doNotCount() {
        connection().pauseReading(true);
        beat();
        beat();
        beat();
        connection().pauseReading(false);
        beat();
        assertThat(written()).containsExactly("8900", "8900", "8900", "8900");

        beat();
        beat();

        assertThat(written()).hasSize(2).last().asString().startsWith("88");
    }

    @Test
    void readingStopped_goesOnOnlyWhenTheClientReadsToo() {
        connection().writeAhead(1_000);
        connection().pauseReading(true);
        assertThat(channel.config().isAutoRead()).isFalse();

        unread(2_500);
        connection().pauseReading(false);
        assertThat(channel.config().isAutoRead()).isFalse();
        connection().flush();
        channel.runPendingTasks();

        assertThat(channel.config().isAutoRead()).isTrue();
        written();
    }

    @Test
    void readingStopped_andClosed_readsTheAnswerToTheClose() {
        connection().pauseReading(true);

        connection().close(new Effect.Close(Reason.TAKEN_OVER, "", -1));

        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(closings).isEmpty();
    }

    @Test
    void writeAhead_clientReadsAgain_isToldToTheSession() {
        connection().writeAhead(100);
        connection().write(channel.alloc().buffer().writeZero(101));
        assertThat(channel.isWritable()).isFalse();

        connection().flush();
        channel.runPendingTasks();

        assertThat(told).containsExactly("open", "writable");
        written();
    }

    @Test
    void silent_twoPingsUnanswered_isClosed4002() {
        beat();
        beat();
        assertThat(written()).containsExactly("8900", "8900");

        beat();

        assertThat(closeFrame()).startsWith("4002 {\"code\":\"heartbeat_timeout\",\"leg\":\"client\"");
        assertThat(closings).containsExactly(Reason.HEARTBEAT_TIMEOUT);
    }

    @Test
    void doorClose_connectionsOpen_tellsThemAndWaitsForThem() {
        List<String> gone = new ArrayList<>();

        door.close(() -> new Effect.Close(Reason.DRAINING, "", 7_300), () -> gone.add("gone"));

        assertThat(closeFrame()).startsWith("4000 {\"code\":\"draining\",\"leg\":\"gateway\",\"retryAfterMs\":7300");
        assertThat(gone).isEmpty();
        channel.writeInbound(Frames.close(4000));
        assertThat(gone).containsExactly("gone");
    }

    private void unread(int bytes) {
        connection().write(channel.alloc().buffer().writeZero(bytes));
    }

    private ClientConnection connection() {
        return connections.get(0);
    }

    private void beat() {
        advance(PING_SECONDS * 1_000L);
    }

    private void advance(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private String closeFrame() {
        ByteBuf frame = channel.readOutbound();
        frame.skipBytes(2);
        String close = frame.readUnsignedShort() + " " + frame.toString(StandardCharsets.UTF_8);
        frame.release();
        return close;
    }

    private List<String> written() {
        List<String> frames = new ArrayList<>();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            frames.add(ByteBufUtil.hexDump(out));
            out.release();
        }
        return frames;
    }
}
