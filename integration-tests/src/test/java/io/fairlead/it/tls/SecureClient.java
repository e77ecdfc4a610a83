package io.fairlead.it.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One client: subscribes once it can, and writes down how each message begins, and whether it is whole. */
final class SecureClient extends ChannelInboundHandlerAdapter {

    private static final Pattern TEXT = Pattern.compile("\"text\":\"(\\d+:[^\"]*)\"");

    private final String channel;
    private final boolean mqtt;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private volatile boolean subscribed;
    private volatile @Nullable String end;
    private volatile @Nullable BigInteger shown;

    private SecureClient(String channel, boolean mqtt) {
        this.channel = channel;
        this.mqtt = mqtt;
    }

    static SecureClient page(String channel) {
        return new SecureClient(channel, false);
    }

    static SecureClient device(String channel) {
        return new SecureClient(channel, true);
    }

    /** The text of a message with this number, of about so many bytes. */
    static String text(int number, int bytes) {
        return number + ":" + String.valueOf((char) ('a' + number % 26)).repeat(bytes);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent done) {
            shaken(ctx, done);
        } else if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            begin(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    private void shaken(ChannelHandlerContext ctx, SslHandshakeCompletionEvent done) throws SSLPeerUnverifiedException {
        if (!done.isSuccess()) {
            end = String.valueOf(done.cause());
            return;
        }
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        shown = ((X509Certificate) tls.engine().getSession().getPeerCertificates()[0]).getSerialNumber();
        if (ctx.pipeline().get(WebSocketClientProtocolHandler.class) == null) {
            begin(ctx);
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        Object first = mqtt
                ? MqttMessageBuilders.connect()
                        .protocolVersion(MqttVersion.MQTT_3_1_1)
                        .clientId(UUID.randomUUID().toString())
                        .cleanSession(true)
                        .keepAlive(600)
                        .build()
                : new TextWebSocketFrame("{\"id\":1,\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}");
        var unused = ctx.writeAndFlush(first);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof TextWebSocketFrame frame) {
                read(frame.text());
            } else if (message instanceof MqttMessage packet) {
                read(ctx, packet);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(String frame) {
        if (frame.contains("\"type\":\"subscribed\"")) {
            subscribed = true;
        }
        Matcher text = TEXT.matcher(frame);
        if (text.find()) {
            heard(text.group(1));
        }
    }

    private void read(ChannelHandlerContext ctx, MqttMessage packet) {
        if (packet instanceof MqttConnAckMessage) {
            var unused = ctx.writeAndFlush(MqttMessageBuilders.subscribe()
                    .messageId(1)
                    .addSubscription(MqttQoS.AT_MOST_ONCE, channel)
                    .build());
        } else if (packet instanceof MqttSubAckMessage) {
            subscribed = true;
        } else if (packet instanceof MqttPublishMessage publish) {
            heard(publish.payload().toString(StandardCharsets.UTF_8));
        } else if (packet.decoderResult().isFailure()) {
            end = "no MQTT: " + packet.decoderResult();
        }
    }

    private void heard(String text) {
        int colon = text.indexOf(':');
        int number = Integer.parseInt(text.substring(0, colon));
        int bytes = text.length() - colon - 1;
        messages.add(text.equals(text(number, bytes)) ? heard(number, bytes) : "damaged: " + text);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end = String.valueOf(cause);
        var unused = ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (end == null) {
            end = "closed";
        }
    }

    /** Whether it hears messages from now on. */
    boolean isSubscribed() {
        return subscribed;
    }

    /** How a message that came whole is written down. */
    static String heard(int number, int bytes) {
        return number + " of " + bytes + " bytes";
    }

    /** What it has heard, in the order in which it came. */
    List<String> messages() {
        return messages;
    }

    /** Whether it has heard exactly these. */
    boolean heardAll(List<String> wanted) {
        return messages.equals(wanted);
    }

    /** Why it is not connected any more; null while it is. */
    @Nullable
    String end() {
        return end;
    }

    /** The serial number of the certificate it was shown; null before that. */
    @Nullable
    BigInteger shown() {
        return shown;
    }
}
