package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FanoutCommandTest {

    private final Shell shell = new Shell();

    @Test
    void fanout_withoutChannel_isWrongUsage() {
        assertThat(shell.run("bench", "fanout")).isEqualTo(2);
        assertThat(shell.err()).contains("--channel");
    }

    @Test
    void fanout_payloadTooSmallForItsStamp_saysHowLargeItMustBe() {
        assertThat(shell.run("bench", "fanout", "--channel", "news", "--payload", "10"))
                .isEqualTo(1);
        assertThat(shell.err()).contains("at least 40 bytes");
    }

    @Test
    void fanout_nobodyListens_saysSo() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        int exitCode = shell.run("bench", "fanout", "--channel", "news", "--url", "ws://127.0.0.1:" + port + "/ws");

        assertThat(exitCode).isEqualTo(3);
        assertThat(shell.err()).contains("refused", "127.0.0.1:" + port);
    }
}
