package io.fairlead.bench;

import io.fairlead.bench.FanoutPlan.Protocol;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The connections of one run: subscribers, and the one that publishes. Used on the load loop alone. */
final class Connections {

    private static final int HTTP_PORT = 80;
    private static final int MQTT_PORT = 1883;

    private final FanoutPlan plan;
    private final LoadLoop loop;
    private final Tally tally;
    private final List<ClientHandler> clients = new ArrayList<>();
    private final ChannelGroup channels;
    private @Nullable Throwable failure;

    Connections(FanoutPlan plan, LoadLoop loop, Tally tally) {
        this.plan = plan;
        this.loop = loop;
        this.tally = tally;
        this.channels = new DefaultChannelGroup(loop.eventLoop());
    }

    /** What broke first; null while nothing has. */
    @Nullable
    BenchException failure() {
        if (failure == null) {
            return null;
        }
        return failure instanceof BenchException known
                ? known
                : new BenchException(String.valueOf(failure.getMessage()), failure);
    }

    private void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    /** Begins to open a subscriber; the tally hears when it is ready. */
    void openSubscriber(int number) {
        if (number >= plan.subscribers()) {
            openStalled(number);
            return;
        }
        Conversation conversation = switch (plan.protocol()) {
            case FAIRLEAD -> new Conversation.Fairlead(tally);
            case MQTT -> new MqttConversation(tally, plan.channel(), "fairlead-bench-" + number);
            case FLOOR -> new Conversation.Floor(tally);
        };
        boolean subscribesByUrl = plan.protocol() == Protocol.FAIRLEAD;
        open(subscribesByUrl ? subscribing() : plan.url(), number, conversation);
    }

    /** A subscriber that the server may close for not reading; that is no failure. */
    private void openStalled(int number) {
        open(subscribing(), number, new Conversation.Stalled(tally));
        clients.get(clients.size() - 1).closing();
    }

    private URI subscribing() {
        return with(shown(), "channel=" + URLEncoder.encode(plan.channel(), StandardCharsets.UTF_8));
    }

    /** The URL with the token in it, which a browser could not put elsewhere. */
    private URI shown() {
        return plan.token() == null ? plan.url() : with(plan.url(), "access_token=" + plan.token());
    }

    private static URI with(URI url, String parameter) {
        return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + parameter);
    }

    private Channel open(URI url, int number, Conversation conversation) {
        String subprotocol = switch (plan.protocol()) {
            case FAIRLEAD -> "fairlead.v1";
            case MQTT -> "mqtt";
            case FLOOR -> "";
        };
        ClientHandler client = new ClientHandler(url, subprotocol, conversation, this::fail);
        clients.add(client);
        return remember(loop.connect(url, HTTP_PORT, number, client));
    }

    private Channel remember(ChannelFuture connecting) {
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                fail(done.cause());
            }
        });
        channels.add(connecting.channel());
        return connecting.channel();
    }

    /** Begins to open the publisher's connection; done when it may publish. */
    CompletableFuture<Publisher> openPublisher() {
        CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
        URI broker = plan.publishTo();
        if (broker != null) {
            String topic = broker.getPath().substring(1);
            var handler = new Publisher.MqttHandler(() -> ready.complete(null), this::fail);
            Channel channel = remember(loop.connect(broker, MQTT_PORT, 0, handler));
            return ready.thenApply(none -> new Publisher(channel, payload -> MqttConversation.publish(topic, payload)));
        }
        boolean floor = plan.protocol() == Protocol.FLOOR;
        URI url = floor ? plan.url().resolve("/publish") : shown();
        Channel channel = open(url, 0, new Publisher.Talking(() -> ready.complete(null)));
        Publisher.Encoding encoding =
                floor ? Unpooled::wrappedBuffer : payload -> Publisher.json(plan.channel(), payload);
        return ready.thenApply(none -> new Publisher(channel, encoding));
    }

    /** Ends all of them. */
    void close() {
        clients.forEach(ClientHandler::closing);
        var unused = channels.close();
    }
}
