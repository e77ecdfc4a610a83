package io.fairlead.it.broker;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerContract;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.it.TcpProxy;
import io.fairlead.transport.EventLoops;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The contract for the HiveMQ client and a real broker behind a wire that can be cut. */
abstract class RealBrokerContract extends BrokerContract {

    private final MqttVersion version;
    private final EventLoops loops = new EventLoops(3);
    private final TcpProxy wire;
    private final HiveMqBroker broker;

    RealBrokerContract(MqttVersion version, int brokerPort) {
        this.version = version;
        this.wire = TcpProxy.to(brokerPort);
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

    @Override
    protected Broker broker() {
        return broker;
    }

    @Override
    protected MqttVersion version() {
        return version;
    }

    @Override
    protected Executor newLoop() {
        return loops.next().group();
    }

    @Override
    protected void cutConnections() {
        wire.cut();
    }

    @Override
    protected void release() {
        broker.close();
        wire.close();
        loops.close();
    }
}
