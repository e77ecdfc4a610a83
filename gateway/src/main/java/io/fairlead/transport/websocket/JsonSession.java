package io.fairlead.transport.websocket;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.bridge.Node;
import io.fairlead.bridge.SessionDriver;
import io.fairlead.session.Command;
import io.fairlead.session.Handshake;
import io.fairlead.session.Reason;
import io.fairlead.wire.json.DecodeLimits;
import io.fairlead.wire.json.JsonWire;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** The session of a client that speaks JSON: each text frame becomes commands for its driver. */
public final class JsonSession implements WebSocketSession {
    private static final JsonWire WIRE = new JsonWire();

    private final DecodeLimits limits;
    private final SessionDriver driver;
    private final Consumer<Command> commands;

    private JsonSession(DecodeLimits limits, SessionDriver driver) {
        this.limits = limits;
        this.driver = driver;
        this.commands = driver::onCommand;
    }

    /** Sessions of a node, that take text frames of this size at most. */
    public static WebSocketSession.Factory factory(Node node, int maxBytes) {
        var limits = new DecodeLimits(maxBytes, DecodeLimits.DEFAULT_MAX_BATCH);
        return new Factory() {
            @Override
            public WebSocketSession create(ClientConnection connection) {
                return open(node, limits, connection);
            }

            @Override
            public void closing(Reason reason) {
                node.meters().closed(reason);
            }
        };
    }

    private static JsonSession open(Node node, DecodeLimits limits, ClientConnection connection) {
        return new JsonSession(limits, new SessionDriver(node, connection));
    }

    @Override
    public void onOpen(Handshake handshake) {
        driver.onOpen(handshake);
    }

    @Override
    public void onRead(int bytes) {
        driver.onRead(bytes);
    }

    @Override
    public void onControlFrame() {
        driver.onControlFrame();
    }

    @Override
    public void onText(ByteBuf utf8) {
        WIRE.decode(utf8, limits, commands);
    }

    @Override
    public void onReadComplete() {
        driver.onReadComplete();
    }

    @Override
    public void onWritable() {
        driver.onWritable();
    }

    @Override
    public void onClosed() {
        driver.onClosed();
    }
}
