package io.fairlead.broker.hivemq;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientSslConfigBuilder;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.connect.BrokerTls;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Everything that the library's clients of one link have in common. */
record ClientSetup(
        BrokerSettings settings,
        LinkOptions options,
        @Nullable BrokerTls tls) {

    /** A client of this version for this address, not connected yet. */
    VersionedClient client(
            MqttVersion version, BrokerAddress address, InetSocketAddress resolved, ClientEvents events) {
        MqttClientTransportConfig transport = transport(address, resolved);
        return version == MqttVersion.V5
                ? new Mqtt5Link(this, transport, events)
                : new Mqtt311Link(this, transport, events);
    }

    MqttClientBuilder builder(MqttClientTransportConfig transport) {
        return MqttClient.builder()
                .identifier(options.clientId())
                .transportConfig(transport)
                .executorConfig(MqttClientExecutorConfig.builder()
                        .nettyExecutor(options.loop())
                        .applicationScheduler(OnTheSpot.SCHEDULER)
                        .build());
    }

    /** How an address is reached. The name stays with the resolved address, for TLS and WebSocket need it. */
    MqttClientTransportConfig transport(BrokerAddress address, InetSocketAddress resolved) {
        long millis = settings.connectTimeout().toMillis();
        MqttClientTransportConfigBuilder transport = MqttClientTransportConfig.builder()
                .serverAddress(resolved)
                .socketConnectTimeout(millis, TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(millis, TimeUnit.MILLISECONDS);
        if (tls != null && address.scheme().tls()) {
            transport = transport.sslConfig(encrypted(tls.current(), millis));
        }
        if (address.scheme().webSocket()) {
            transport = transport.webSocketConfig(MqttWebSocketConfig.builder()
                    .serverPath(address.path())
                    .handshakeTimeout(millis, TimeUnit.MILLISECONDS)
                    .build());
        }
        return transport.build();
    }

    private MqttClientSslConfig encrypted(BrokerTls.Material material, long millis) {
        MqttClientSslConfigBuilder encrypted = MqttClientSslConfig.builder()
                .trustManagerFactory(material.trusted())
                .keyManagerFactory(material.own())
                .handshakeTimeout(millis, TimeUnit.MILLISECONDS);
        return settings.tls().verifyHost()
                ? encrypted.build()
                : encrypted.hostnameVerifier((host, session) -> true).build();
    }
}
