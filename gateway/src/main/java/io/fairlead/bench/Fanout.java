package io.fairlead.bench;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One fan-out run: opens subscribers, warms the server up, then publishes and counts. Ends by itself, at the latest
 * {@link FanoutPlan#patience()} after nothing more arrives.
 */
public final class Fanout {

    /** Connections that may be opening at once: fewer than a server's usual backlog. */
    private static final int OPENING_AT_ONCE = 128;

    private static final int HTTP_PORT = 80;
    private static final int MQTT_PORT = 1883;

    private final FanoutPlan plan;
    private final LoadLoop loop;
    private final Tally tally = new Tally();
    private final List<ClientHandler> clients = new ArrayList<>();
    private final CompletableFuture<Publisher> publisher = new CompletableFuture<>();
    private final ChannelGroup channels;
    private volatile @Nullable Throwable failure;

    private Fanout(FanoutPlan plan, LoadLoop loop) {
        this.plan = plan;
        this.loop = loop;
        this.channels = new DefaultChannelGroup(loop.eventLoop());
    }

    /**
     * Runs the plan; the calling thread waits.
     *
     * @throws BenchException if connections cannot be opened, or one breaks
     */
    public static FanoutResult run(FanoutPlan plan) throws InterruptedException {
        try (LoadLoop loop = new LoadLoop()) {
            Fanout fanout = new Fanout(plan, loop);
            try {
                return fanout.measure();
            } finally {
                fanout.close();
            }
        }
    }

    private FanoutResult measure() throws InterruptedException {
        openSubscribers();
        openPublisher();
        publish(plan.warmup());
        Map<String, Long> before = CpuClock.read(plan.servers());
        publish(plan.messages());
        Map<String, Long> used = CpuClock.between(before, CpuClock.read(plan.servers()));
        return onLoop(() -> new FanoutResult(plan, tally.delivered(), used, tally.latency(), loop.busyPolling()));
    }

    private void openSubscribers() throws InterruptedException {
        URI url = subscriberUrl();
        for (int opened = 0; opened < plan.subscribers(); opened++) {
            int number = opened;
            await("subscribers open", () -> number - tally.ready() < OPENING_AT_ONCE, plan.patience());
            onLoop(() -> openSubscriber(url, number));
        }
        await("subscribers open", () -> tally.ready() == plan.subscribers(), plan.patience());
    }

    private URI subscriberUrl() {
        if (plan.protocol() != FanoutPlan.Protocol.FAIRLEAD) {
            return plan.url();
        }
        String query = "channel=" + URLEncoder.encode(plan.channel(), StandardCharsets.UTF_8);
        return withQuery(query);
    }

    private URI withQuery(String query) {
        String token = plan.token() == null ? "" : "access_token=" + plan.token();
        String joined = query.isEmpty() || token.isEmpty() ? query + token : query + "&" + token;
        return URI.create(plan.url() + (joined.isEmpty() ? "" : "?" + joined));
    }

    private Channel openSubscriber(URI url, int number) {
        Conversation conversation = switch (plan.protocol()) {
            case FAIRLEAD -> new Conversation.Fairlead(tally);
            case MQTT -> new MqttConversation(tally, plan.channel(), "fairlead-bench-" + number);
            case FLOOR -> new Conversation.Floor(tally);
        };
        return open(url, number, conversation);
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

    private void openPublisher() throws InterruptedException {
        onLoop(() -> plan.publishTo() == null ? publishByWebSocket() : publishByMqtt(plan.publishTo()));
        await("the publisher's connection opens", publisher::isDone, plan.patience());
    }

    private Channel publishByWebSocket() {
        boolean floor = plan.protocol() == FanoutPlan.Protocol.FLOOR;
        URI url = floor ? plan.url().resolve("/publish") : withQuery("");
        Publisher.Encoding encoding =
                floor ? Unpooled::wrappedBuffer : payload -> Publisher.json(plan.channel(), payload);
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        Channel channel = open(url, 0, new Publisher.Talking(() -> opened.complete(null)));
        var unused = opened.thenRun(() -> publisher.complete(new Publisher(channel, encoding)));
        return channel;
    }

    private Channel publishByMqtt(URI broker) {
        String topic = broker.getPath().substring(1);
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        Publisher.MqttHandler handler = new Publisher.MqttHandler(() -> opened.complete(null), this::fail);
        Channel channel = remember(loop.connect(broker, MQTT_PORT, 0, handler));
        var unused = opened.thenRun(
                () -> publisher.complete(new Publisher(channel, payload -> MqttConversation.publish(topic, payload))));
        return channel;
    }

    /** Publishes so many, and waits until all have arrived or nothing arrives any more. */
    private void publish(int messages) throws InterruptedException {
        onLoop(() -> {
            tally.restart();
            return tally;
        });
        Publisher to = publisher.join();
        CompletableFuture<Void> published = Pacer.start(
                loop.eventLoop(),
                messages,
                plan.intervalNanos(),
                due -> to.publish(Stamp.payload(plan.payloadBytes(), due)));
        Duration pacing = Duration.ofNanos(plan.intervalNanos() * messages);
        await("messages leave", published::isDone, pacing.plus(plan.patience()));
        long expected = (long) messages * plan.subscribers();
        long quietNanos = plan.patience().toNanos();
        await("deliveries", () -> tally.delivered() >= expected || quietFor(quietNanos), Duration.ofDays(1));
    }

    private boolean quietFor(long nanos) {
        return System.nanoTime() - tally.lastAt() > nanos;
    }

    private void await(String what, BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!onLoop(condition::getAsBoolean)) {
            Throwable broken = failure;
            if (broken != null) {
                throw broken instanceof BenchException known ? known : new BenchException(broken.toString(), broken);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new BenchException("Waited " + atMost.toSeconds() + " s in vain until " + what + "; "
                        + tally.ready() + " of " + plan.subscribers() + " subscribers were ready.");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private <T> T onLoop(Callable<T> work) throws InterruptedException {
        Future<T> done = loop.eventLoop().submit(work);
        try {
            return done.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new BenchException("The load failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new BenchException("The load's loop is stuck.", e);
        }
    }

    private void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    private void close() throws InterruptedException {
        onLoop(() -> {
            clients.forEach(ClientHandler::closing);
            return channels.close();
        });
    }
}
