package io.fairlead.transport.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT client that does what its test says, packet by packet, over TCP: nothing is sent by itself but the acknowledgement of
 * messages with QoS 1, unless the test holds them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what a test waits for are packets
public final class PacketPeer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final EventLoopGroup LOOP = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("packet-peers", true), NioIoHandler.newFactory());

    /** A message that came. */
    public record Got(String topic, String text, int qos, boolean retain, int packetId, MqttProperties properties) {

        @Override
        public String toString() {
            return topic + " " + text;
        }
    }

    private final boolean v5;
    private final Channel channel;
    private final List<MqttMessage> packets = new ArrayList<>();
    private final List<Got> messages = new ArrayList<>();
    private volatile boolean acknowledges = true;
    private volatile boolean closed;
    private int lastId;

    private PacketPeer(int port, boolean v5) {
        this.v5 = v5;
        this.channel = new Bootstrap()
                .group(LOOP)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        fresh.pipeline().addLast(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE, new Handler());
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object packet) {
            if (packet instanceof MqttPublishMessage publish) {
                onPublish(publish);
            } else {
                synchronized (packets) {
                    packets.add((MqttMessage) packet);
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            closed = true;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private void onPublish(MqttPublishMessage publish) {
        Got got = new Got(
                publish.variableHeader().topicName(),
                publish.payload().toString(StandardCharsets.UTF_8),
                publish.fixedHeader().qosLevel().value(),
                publish.fixedHeader().isRetain(),
                publish.variableHeader().packetId(),
                publish.variableHeader().properties());
        publish.release();
        if (got.qos() == 1 && acknowledges) {
            acknowledge(got);
        }
        synchronized (packets) {
            messages.add(got);
        }
    }

    /** Connects to a port, and says nothing yet. */
    public static PacketPeer open(int port, boolean v5) {
        return new PacketPeer(port, v5);
    }

    /** Connects under an id, and waits to be let in. */
    public PacketPeer connect(String clientId) {
        connecting(connect -> connect.clientId(clientId));
        return this;
    }

    /** Connects as the test says, clean and without a keep-alive unless it says otherwise; returns the CONNACK. */
    public MqttConnAckMessage connecting(Consumer<MqttMessageBuilders.ConnectBuilder> how) {
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                .protocolVersion(v5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1)
                .cleanSession(true)
                .keepAlive(0)
                .clientId("");
        how.accept(connect);
        send(connect.build());
        return (MqttConnAckMessage) await(MqttMessageType.CONNACK);
    }

    /** Sends a packet. */
    public void send(MqttMessage packet) {
        channel.writeAndFlush(packet).syncUninterruptibly();
    }

    /** Subscribes to one filter; returns the code it is answered with. */
    public int subscribe(String filter, int qos) {
        return subscribe(
                filter,
                new MqttSubscriptionOption(
                        MqttQoS.valueOf(qos), false, false, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE));
    }

    /** Subscribes to one filter with these options; returns the code it is answered with. */
    public int subscribe(String filter, MqttSubscriptionOption option) {
        send(MqttMessageBuilders.subscribe()
                .messageId(++lastId)
                .addSubscription(filter, option)
                .build());
        return ((MqttSubAckMessage) await(MqttMessageType.SUBACK))
                .payload()
                .reasonCodes()
                .get(0);
    }

    /** Unsubscribes from one filter, and waits for the answer, which is returned. */
    public MqttUnsubAckMessage unsubscribe(String filter) {
        send(MqttMessageBuilders.unsubscribe()
                .messageId(++lastId)
                .addTopicFilter(filter)
                .build());
        return (MqttUnsubAckMessage) await(MqttMessageType.UNSUBACK);
    }

    /** Publishes; returns the packet identifier. */
    public int publish(String topic, String text, int qos) {
        return publish(topic, text, qos, MqttProperties.NO_PROPERTIES);
    }

    /** Publishes with these properties; returns the packet identifier. */
    public int publish(String topic, String text, int qos, MqttProperties properties) {
        int id = ++lastId;
        publish(topic, text, qos, id, false, properties);
        return id;
    }

    /** Publishes under this packet identifier. */
    public void publish(String topic, String text, int qos, int id, boolean retain, MqttProperties properties) {
        ByteBuf payload = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        send(MqttMessageBuilders.publish()
                .topicName(topic)
                .qos(MqttQoS.valueOf(qos))
                .messageId(id)
                .retained(retain)
                .payload(payload)
                .properties(properties)
                .build());
    }

    /** Sends PUBREL. */
    public void release(int packetId) {
        send(new MqttMessage(
                new MqttFixedHeader(MqttMessageType.PUBREL, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                MqttMessageIdVariableHeader.from(packetId)));
    }

    /** Acknowledges nothing by itself any more. */
    public void holdAcknowledgements() {
        acknowledges = false;
    }

    /** Acknowledges a message. */
    public void acknowledge(Got message) {
        channel.writeAndFlush(
                MqttMessageBuilders.pubAck().packetId(message.packetId()).build());
    }

    /** Waits for the next packet of a type, which is taken. */
    public MqttMessage await(MqttMessageType type) {
        List<MqttMessage> found = new ArrayList<>();
        waitUntil(() -> {
            MqttMessage packet = take(type);
            if (packet != null) {
                found.add(packet);
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }

    private static void waitUntil(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    /** Takes the next packet of a type; null if none has come. */
    public @Nullable MqttMessage take(MqttMessageType type) {
        synchronized (packets) {
            for (MqttMessage packet : packets) {
                if (packet.fixedHeader().messageType() == type) {
                    packets.remove(packet);
                    return packet;
                }
            }
            return null;
        }
    }

    /** The other packets that came and were not taken, in their order. */
    public List<MqttMessage> packets() {
        synchronized (packets) {
            return List.copyOf(packets);
        }
    }

    /** The messages that came, in their order. */
    public List<Got> messages() {
        synchronized (packets) {
            return List.copyOf(messages);
        }
    }

    /** Waits until so many messages have come, and returns them. */
    public List<Got> awaitMessages(int count) {
        waitUntil(() -> messages().size() >= count);
        return messages();
    }

    /** Waits until the server has closed the connection. */
    public void awaitClosed() {
        waitUntil(() -> closed);
    }

    /** Waits until the server has done all it was asked, by a PINGREQ behind it. */
    public void ping() {
        send(MqttMessage.PINGREQ);
        await(MqttMessageType.PINGRESP);
    }

    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }
}
