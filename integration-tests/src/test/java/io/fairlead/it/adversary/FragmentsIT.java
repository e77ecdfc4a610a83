package io.fairlead.it.adversary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.MosquittoSubscriber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands cut into frames, frames cut into segments, and controls between them: each command is done once, or not at all. */
@Timeout(60)
class FragmentsIT {

    private static final Target TARGET = Target.get();
    private static final int TEXT = 1;
    private static final int CONTINUATION = 0;
    private static final int PING = 9;
    private static final int LAST = 0x80;

    private final String name = Target.fresh("f");
    private final String publish = "{\"type\":\"publish\",\"id\":1,\"channel\":\"own/" + name + "\",\"text\":\"é漢🛥\"}";
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), TARGET.web());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        String request = "GET /ws?client=frag HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                + TARGET.issuer.token("frag" + name) + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }

    private void frame(int first, byte[] payload) {
        sent.write(first);
        if (payload.length < 126) {
            sent.write(0x80 | payload.length);
        } else {
            sent.write(0x80 | 126);
            sent.write(payload.length >> 8);
            sent.write(payload.length);
        }
        byte[] mask = {1, 2, 3, 4};
        sent.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            sent.write(payload[i] ^ mask[i % 4]);
        }
    }

    /** One command in fragments of so many bytes, with a ping between any two. */
    private void fragments(String command, int size) {
        byte[] bytes = command.getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at += size) {
            int end = Math.min(bytes.length, at + size);
            int last = end == bytes.length ? LAST : 0;
            frame((at == 0 ? TEXT : CONTINUATION) | last, Arrays.copyOfRange(bytes, at, end));
            if (last == 0) {
                frame(PING | LAST, new byte[] {'p'});
            }
        }
    }

    private static String readUntil(Socket socket, String wanted) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[8_192];
        int count = 0;
        while (read.indexOf(wanted) < 0 && count >= 0) {
            read.append(new String(buffer, 0, count, ISO_8859_1));
            if (read.indexOf(wanted) < 0) {
                count = socket.getInputStream().read(buffer);
            }
        }
        return read.toString();
    }

    private MosquittoSubscriber broker() {
        return TARGET.devices().subscribe("own/frag" + name + "/#");
    }

    @Test
    void commandInFragmentsOfOneByte_withPingsBetween_isDoneOnce() throws IOException {
        try (MosquittoSubscriber broker = broker();
                Socket socket = open()) {
            fragments(publish, 1);
            socket.getOutputStream().write(sent.toByteArray());

            assertThat(readUntil(socket, "\"published\"")).contains("\"id\":1");
            broker.awaitTexts("é漢🛥");
        }
    }

    @Test
    void commandsInSegmentsOfOneByte_andManyInOne_areDoneInOrder() throws IOException {
        try (MosquittoSubscriber broker = broker();
                Socket socket = open()) {
            fragments(publish.replace("é漢🛥", "0"), 7);
            for (byte one : sent.toByteArray()) {
                socket.getOutputStream().write(one);
            }
            sent.reset();
            IntStream.range(1, 50)
                    .forEach(i -> frame(
                            TEXT | LAST,
                            publish.replace("é漢🛥", Integer.toString(i))
                                    .replace("\"id\":1", "\"id\":" + (i + 1))
                                    .getBytes(UTF_8)));
            socket.getOutputStream().write(sent.toByteArray());

            assertThat(readUntil(socket, "\"id\":50,")).contains("published");
            broker.awaitTexts(IntStream.range(0, 50).mapToObj(Integer::toString).toArray(String[]::new));
        }
    }

    @Test
    void commandWithinTheFragmentsOfAnother_endsTheConnection_andNeitherIsDone() throws IOException {
        try (MosquittoSubscriber broker = broker();
                Socket socket = open()) {
            byte[] bytes = publish.getBytes(UTF_8);
            frame(TEXT, Arrays.copyOf(bytes, 20));
            frame(TEXT | LAST, bytes);
            frame(CONTINUATION | LAST, Arrays.copyOfRange(bytes, 20, bytes.length));
            socket.getOutputStream().write(sent.toByteArray());

            // 1002, with its reason
            assertThat(readUntil(socket, "\"leg\":\"client\"")).contains("\u0003\u00ea", "\"code\":\"protocol_error\"");
            TARGET.devices().publish("own/frag" + name + "/end", "end");
            broker.awaitTexts("end");
        }
    }

    @Test
    void continuationOfNothing_endsTheConnection() throws IOException {
        try (Socket socket = open()) {
            frame(CONTINUATION | LAST, publish.getBytes(UTF_8));
            socket.getOutputStream().write(sent.toByteArray());

            assertThat(readUntil(socket, "\"leg\":\"client\"")).contains("\"code\":\"protocol_error\"");
        }
    }

    @Test
    void fragmentsThatAreTogetherTooLong_endTheConnectionAsTooLarge_beforeTheLastOne() throws IOException {
        try (Socket socket = open()) {
            IntStream.range(0, 70).forEach(i -> frame(i == 0 ? TEXT : CONTINUATION, new byte[1_000]));
            socket.getOutputStream().write(sent.toByteArray());

            assertThat(readUntil(socket, "\"leg\":\"client\"")).contains("too_large");
        }
    }
}
