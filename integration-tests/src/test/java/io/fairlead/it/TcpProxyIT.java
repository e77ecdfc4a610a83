package io.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.it.TcpProxy.Way;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The spoilt wire does to a server that sends back what it gets what its methods say. */
class TcpProxyIT {

    private static final String TEXT = "0123456789".repeat(10);

    private final AtomicInteger heard = new AtomicInteger();
    private ServerSocket server;
    private TcpProxy proxy;
    private Socket client;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread echoing = new Thread(this::echoAll, "echo");
        echoing.setDaemon(true);
        echoing.start();
        proxy = TcpProxy.to(server.getLocalPort());
        client = connect();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private void echoAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread one = new Thread(() -> echo(socket), "echo");
                one.setDaemon(true);
                one.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void echo(Socket socket) {
        byte[] buffer = new byte[1_000];
        try (socket) {
            for (int read = socket.getInputStream().read(buffer);
                    read >= 0;
                    read = socket.getInputStream().read(buffer)) {
                heard.addAndGet(read);
                socket.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // The wire was cut
        }
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void wire_untouched_carriesBothWaysAndRemembersWhoCame() throws IOException {
        send(client);
        assertThat(receive(client)).isEqualTo(TEXT);
        assertThat(proxy.accepted()).hasSize(1);
    }

    @Test
    void cut_connectionsEndInOrder_andNewOnesAreLetThrough() throws IOException {
        send(client);
        receive(client);

        proxy.cut();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        againThrough();
    }

    @Test
    void reset_connectionsBreak_andNewOnesAreLetThrough() throws IOException {
        send(client);
        receive(client);

        proxy.reset();

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        againThrough();
    }

    @Test
    void stall_towardsTheTarget_nothingArrivesUntilItIsFree() throws IOException {
        proxy.stall(Way.TO_TARGET);
        send(client);
        await().during(Duration.ofMillis(200)).until(() -> heard.get() == 0);

        proxy.free();

        assertThat(receive(client)).isEqualTo(TEXT);
    }

    @Test
    void stall_towardsTheClient_theTargetHearsAndTheClientDoesNotUntilItIsFree() throws IOException {
        proxy.stall(Way.TO_CLIENT);
        send(client);
        await().until(() -> heard.get() == TEXT.length());
        assertThat(client.getInputStream().available()).isZero();

        proxy.free();

        assertThat(receive(client)).isEqualTo(TEXT);
    }

    @Test
    void stall_thenCut_endsWhatWasStalled() throws IOException {
        proxy.stall(Way.TO_CLIENT);
        send(client);
        await().until(() -> heard.get() == TEXT.length());

        proxy.cut();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        againThrough();
    }

    @Test
    void delay_eachWay_bringsItLaterByAsMuch() throws IOException {
        proxy.delay(Way.TO_TARGET, Duration.ofMillis(60));
        proxy.delay(Way.TO_CLIENT, Duration.ofMillis(40));
        long start = System.nanoTime();

        send(client);

        assertThat(receive(client)).isEqualTo(TEXT);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    @Test
    void trickle_towardsTheClient_bringsItBitByBit() throws IOException {
        proxy.trickle(Way.TO_CLIENT, 10, Duration.ofMillis(10));
        long start = System.nanoTime();

        send(client);

        assertThat(receive(client)).isEqualTo(TEXT);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    @Test
    void refuse_newConnectionsAreRefusedAndOldOnesStay_untilTheyAreWelcome() throws IOException {
        send(client);
        receive(client);

        proxy.refuse();

        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        send(client);
        assertThat(receive(client)).isEqualTo(TEXT);
        proxy.welcome();
        againThrough();
    }

    private void againThrough() throws IOException {
        try (Socket another = connect()) {
            send(another);
            assertThat(receive(another)).isEqualTo(TEXT);
        }
    }

    private static void send(Socket socket) throws IOException {
        socket.getOutputStream().write(TEXT.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(TEXT.length()), StandardCharsets.US_ASCII);
    }
}
