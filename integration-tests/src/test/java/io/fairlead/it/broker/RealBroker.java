package io.fairlead.it.broker;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.it.TcpProxy;
import io.fairlead.transport.EventLoops;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The product's way to a real broker, behind a wire that can be cut. */
final class RealBroker implements AutoCloseable {

    private final MqttVersion version;
    private final EventLoops loops = new EventLoops(3);
    private final TcpProxy wire;
    private final HiveMqBroker broker;

    RealBroker(MqttVersion version, int port) {
        this.version = version;
        this.wire = TcpProxy.to(port);
        this.broker = new HiveMqBroker(quick(version, "mqtt://127.0.0.1:" + wire.port()));
    }

    /** Settings with pauses short enough for a test. */
    static BrokerSettings quick(@Nullable MqttVersion version, String... urls) {
        BrokerSettings usual = BrokerSettings.of(urls[0]);
        return new BrokerSettings(
                Stream.of(urls).map(BrokerAddress::parse).toList(),
                version,
                usual.credentials(),
                usual.tls(),
                usual.keepAlive(),
                usual.connectTimeout(),
                200,
                Duration.ofMillis(20),
                Duration.ofMillis(100));
    }

    Broker port() {
        return broker;
    }

    MqttVersion version() {
        return version;
    }

    Executor nextLoop() {
        return loops.next().group();
    }

    void cut() {
        wire.cut();
    }

    @Override
    public void close() {
        broker.close();
        wire.close();
        loops.close();
    }
}
