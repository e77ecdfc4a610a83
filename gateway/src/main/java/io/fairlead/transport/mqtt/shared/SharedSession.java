package io.fairlead.transport.mqtt.shared;

import io.fairlead.admission.Credentials;
import io.fairlead.admission.ReAuthentication;
import io.fairlead.bridge.SessionDriver;
import io.fairlead.session.Command;
import io.fairlead.session.Effect;
import io.fairlead.session.Handshake;
import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.MqttSession;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The session of an MQTT client on the node's shared subscriptions: its packets become commands. Owned by the connection's
 * loop.
 */
final class SharedSession implements MqttSession {

    private static final int NOT_FOUND = 0x92;

    /** What the fixed header of most packets takes. */
    private static final int HEADER_BYTES = 2;

    // What a packet is worth, in commands: an answer that is owed is none.
    private static final int OWED = 0;
    private static final int ONE = 1;

    // As long as the connection.
    private final SharedSessions of;
    private final MqttConnection connection;

    // From a CONNECT that is not refused at once.
    private @Nullable Conversation conversation;

    SharedSession(SharedSessions of, MqttConnection connection) {
        this.of = of;
        this.connection = connection;
    }

    /** What there is once the client has said how it is to be spoken to. */
    private record Conversation(
            Dialect dialect, boolean usesOwnMethod, Answers answers, SharedClient client, SessionDriver driver) {}

    @Override
    public void onConnect(MqttConnectMessage connect) {
        Dialect dialect = Dialect.of(connect);
        Credentials shown = Credentials.of(connect, connection.peer());
        ConnectRules.Denied denied = ConnectRules.check(connect, dialect, shown);
        if (denied != null) {
            connection.close(new Packets(dialect).refuse(denied.code(dialect.v5()), denied.why()));
            return;
        }
        begin(dialect, shown, connect.payload().clientIdentifier());
    }

    private void begin(Dialect dialect, Credentials shown, String clientId) {
        Greeting greeting = new Greeting(
                dialect.v5(),
                !clientId.isEmpty(),
                shown.usesOwnMethod(),
                of.receiveMaximum(),
                of.rules().maxPacketBytes());
        Answers answers = new Answers(of, connection, dialect, greeting, this::close);
        SharedClient client = new SharedClient(connection, dialect, answers);
        SessionDriver driver = new SessionDriver(of.node(), of.doorway(shown), client);
        conversation = new Conversation(dialect, shown.usesOwnMethod(), answers, client, driver);
        connection.pauseReading(true);
        driver.onOpen(Handshake.EMPTY);
        driver.onCommand(new Command.Connect(
                PacketKey.of(PacketKey.Kind.CONNECT).id(),
                null,
                clientId.isEmpty() ? null : clientId,
                null,
                null,
                List.of(),
                List.of()));
    }

    private void close(Effect.Close close) {
        if (conversation != null) {
            conversation.driver().close(close);
        }
    }

    @Override
    public void onPublish(PublishFrame publish) {
        Conversation in = conversation;
        if (in != null) {
            in.driver().onRead(publish.bytes().readableBytes());
            in.driver().onPacket(1);
            new IncomingPublishes(in.answers(), in.driver()::onCommand).onPublish(publish);
        }
    }

    @Override
    public void onPacket(MqttMessage packet) {
        Conversation in = conversation;
        if (in == null) {
            return;
        }
        in.driver().onRead(packet.fixedHeader().remainingLength() + HEADER_BYTES);
        in.driver().onPacket(handle(in, packet));
    }

    /** Does what a packet wants. Returns how many commands it is worth. */
    private int handle(Conversation in, MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case SUBSCRIBE -> {
                return onSubscribe(in, (MqttSubscribeMessage) packet);
            }
            case UNSUBSCRIBE -> {
                return onUnsubscribe(in, (MqttUnsubscribeMessage) packet);
            }
            case PUBACK -> {
                return onPubAck(in, packetId(packet)) ? OWED : ONE;
            }
            case PUBREL -> {
                return onPubRel(in, packetId(packet)) ? OWED : ONE;
            }
            case PINGREQ -> connection.write(MqttMessage.PINGRESP);
            case AUTH -> onAuth(in, packet);
            case DISCONNECT -> onDisconnect(packet);
            default ->
                throw MqttFault.protocol(
                        "a " + packet.fixedHeader().messageType() + ", which answers nothing that was sent");
        }
        return ONE;
    }

    private static int onSubscribe(Conversation in, MqttSubscribeMessage subscribe) {
        filters(in).onSubscribe(subscribe);
        return subscribe.payload().topicSubscriptions().size();
    }

    private static int onUnsubscribe(Conversation in, MqttUnsubscribeMessage unsubscribe) {
        filters(in).onUnsubscribe(unsubscribe);
        return unsubscribe.payload().topics().size();
    }

    private static IncomingFilters filters(Conversation in) {
        return new IncomingFilters(in.dialect(), in.answers(), in.driver()::onCommand);
    }

    private static int packetId(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    /** Whether it answers a message. */
    private static boolean onPubAck(Conversation in, int packetId) {
        boolean owed = in.client().acknowledged(packetId);
        in.driver().onWritable();
        return owed;
    }

    /** Whether it ends an exchange. */
    private boolean onPubRel(Conversation in, int packetId) {
        boolean ended = in.answers().publishes().exchanges().release(packetId);
        MqttMessageType type = MqttMessageType.PUBCOMP;
        Packets packets = in.answers().packets();
        connection.write(
                ended || !in.dialect().v5()
                        ? packets.publishAnswer(type, packetId)
                        : packets.publishAnswer(
                                type, packetId, NOT_FOUND, "client: no PUBLISH with this identifier waits for PUBREL"));
        return ended;
    }

    private static void onAuth(Conversation in, MqttMessage auth) {
        String token = ReAuthentication.tokenOf(auth, in.usesOwnMethod());
        in.driver().onCommand(new Command.Auth(PacketKey.of(PacketKey.Kind.AUTH).id(), token));
    }

    /** MQTT 5, section 3.14.2.2.2. */
    private void onDisconnect(MqttMessage disconnect) {
        if (disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && Dialect.number(header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, 0) != 0) {
            throw MqttFault.protocol("a DISCONNECT with a session expiry, where the CONNECT had none");
        }
        connection.close(null);
    }

    @Override
    public void onReadComplete() {
        if (conversation != null) {
            conversation.driver().onReadComplete();
        }
    }

    @Override
    public void onWritabilityChanged() {
        if (conversation != null && connection.isWritable()) {
            conversation.driver().onWritable();
        }
    }

    /** Its session hears of it by the node, like every other. */
    @Override
    public void onDrain(long closeAtMillis) {}

    @Override
    public void onClosed(@Nullable MqttFault fault) {
        if (conversation != null) {
            conversation.driver().onClosed();
        }
    }
}
