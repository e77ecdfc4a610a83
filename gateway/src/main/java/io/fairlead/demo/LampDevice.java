package io.fairlead.demo;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkListener;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.LinkUp;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A simulated lamp that speaks MQTT and nothing else: it listens for its switch, keeps its state retained, and reports
 * temperature and light twice a second. It has a connection of its own to the broker, as a real device would.
 *
 * <p>Everything happens on the loop of its link; a clock of its own only reminds it there.
 */
public final class LampDevice implements LinkListener, AutoCloseable {

    private static final String BASE = "demo/devices/lamp-1/";
    private static final TopicName TELEMETRY = new TopicName(BASE + "telemetry");
    private static final TopicName STATE = new TopicName(BASE + "lamp");
    private static final TopicFilter SWITCH = new TopicFilter(BASE + "lamp/set");
    private static final long REPORT_MILLIS = 500;
    private static final Pattern ON = Pattern.compile("\"on\"\\s*:\\s*(true|false)");
    private static final Pattern KEY = Pattern.compile("\"key\"\\s*:\\s*(\"[A-Za-z0-9-]{1,64}\")");

    private final Executor loop;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(LampDevice::daemon);
    private final Room room = new Room();
    private @Nullable BrokerLink link;
    private @Nullable ScheduledFuture<?> reports;

    /**
     * Switches the device on.
     *
     * @param loop the event loop its link lives on; a Netty event loop group of one thread
     */
    public LampDevice(Broker broker, Executor loop) {
        this.loop = loop;
        LinkOptions options =
                new LinkOptions("lamp-1", true, Duration.ZERO, LinkOptions.MAX_RECEIVE_MAXIMUM, false, loop);
        // On the loop, so that nothing is heard of the link before it is known here
        loop.execute(() -> link = broker.open(options, this));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "lamp-1");
        thread.setDaemon(true);
        return thread;
    }

    private BrokerLink link() {
        return Objects.requireNonNull(link, "the device is switched on first");
    }

    @Override
    public void onUp(LinkUp up) {
        link().subscribe(List.of(new Subscription(SWITCH, Qos.AT_LEAST_ONCE, false)), outcomes -> {});
        publishState("null");
        if (reports == null) {
            reports = clock.scheduleAtFixedRate(
                    () -> loop.execute(this::report), 0, REPORT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void onDown(LinkDown down) {
        if (reports != null) {
            reports.cancel(false);
            reports = null;
        }
    }

    @Override
    public void onMessage(Message message, Runnable acknowledgement) {
        String command = new String(message.payload(), StandardCharsets.UTF_8);
        Matcher on = ON.matcher(command);
        if (on.find()) {
            room.switchLamp(Boolean.parseBoolean(on.group(1)));
            Matcher key = KEY.matcher(command);
            publishState(key.find() ? key.group(1) : "null");
        }
        acknowledgement.run();
    }

    private void publishState(String answers) {
        byte[] state =
                "{\"on\":%b,\"answers\":%s}".formatted(room.lampIsOn(), answers).getBytes(StandardCharsets.UTF_8);
        Message message = new Message(
                STATE, state, Qos.AT_LEAST_ONCE, true, Message.NO_EXPIRY, "application/json", null, null, List.of());
        link().publish(message, outcome -> {});
    }

    private void report() {
        room.passTime();
        byte[] reading = String.format(
                        Locale.ROOT, "{\"temperature\":%.2f,\"light\":%.1f}", room.temperature(), room.light())
                .getBytes(StandardCharsets.UTF_8);
        link().publish(Message.of(TELEMETRY, reading, Qos.AT_MOST_ONCE), outcome -> {});
    }

    @Override
    public void close() {
        clock.shutdownNow();
        loop.execute(() -> link().close(false, () -> {}));
    }
}
