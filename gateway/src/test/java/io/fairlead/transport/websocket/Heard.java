package io.fairlead.transport.websocket;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A sink that writes down what it heard, one line each. */
final class Heard implements FrameSink {
    final List<String> lines = new ArrayList<>();
    boolean listening = true;

    @Override
    public boolean isListening() {
        return listening;
    }

    @Override
    public void onText(ByteBuf utf8) {
        lines.add("text " + utf8.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void onPing(ByteBuf payload) {
        lines.add("ping " + payload.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void onPong() {
        lines.add("pong");
    }

    @Override
    public void onClose(int status) {
        lines.add("close " + status);
    }

    @Override
    public void onViolation(Closing closing) {
        lines.add("violation " + closing.status() + " " + closing.code());
    }
}
