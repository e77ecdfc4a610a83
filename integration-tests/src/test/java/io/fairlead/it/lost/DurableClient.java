package io.fairlead.it.lost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.it.Tokens;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An application with durable channels that does what the protocol asks of one: it names epoch and acknowledgement when it
 * comes back, and acknowledges soon after it has handled a message.
 */
final class DurableClient extends ReturningClient {

    private static final long ACKNOWLEDGE_MILLIS = 40;

    private final String token;
    private final String name;
    private final String instance = UUID.randomUUID().toString().substring(0, 8);
    private final List<String> channels;
    private final Account account;
    private final List<JsonNode> notices = new CopyOnWriteArrayList<>();
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> acknowledging;

    // On the loop alone
    private final Set<String> known = new HashSet<>();
    /** One for all its durable channels, since they share a session. */
    private @Nullable String epoch;

    private long acknowledged;

    DurableClient(
            String user, String name, List<String> channels, List<Integer> ports, Random random, Account account) {
        super(ports, random);
        this.token = Tokens.of(user);
        this.name = name;
        this.channels = channels;
        this.account = account;
        this.acknowledging = LOOP.scheduleWithFixedDelay(
                this::acknowledge, ACKNOWLEDGE_MILLIS, ACKNOWLEDGE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    String hello() {
        ObjectNode hello = PageSocket.JSON.createObjectNode();
        hello.put("type", "connect")
                .put("id", 0)
                .put("token", token)
                .put("client", name)
                .put("instance", instance);
        ArrayNode subscribe = hello.putArray("subscribe");
        for (String channel : channels) {
            ObjectNode subscription = subscribe.addObject().put("channel", channel);
            if (epoch != null) {
                subscription.put("epoch", epoch).put("ack", account.handled(epoch));
            }
        }
        return hello.toString();
    }

    @Override
    void onConnect(int attempt, int port) {
        subscribed.clear();
        account.reconnected("connection " + attempt + " to port " + port);
    }

    @Override
    void onTrouble(String what) {
        account.trouble(what);
    }

    @Override
    void onFrame(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "message" -> message(frame);
            case "subscribed" -> subscribed(frame);
            case "notice" -> notice(frame);
            case "error" -> account.trouble("the gateway said " + frame);
            default -> {}
        }
    }

    private void message(JsonNode frame) {
        String channel = frame.path("channel").asText();
        if (epoch == null || !frame.has("seq")) {
            account.trouble("a message without an epoch or a seq: " + frame);
            return;
        }
        JsonNode data = frame.path("data");
        account.message(
                channel,
                epoch,
                frame.path("seq").asLong(),
                data.path("n").asInt(),
                data.path("a").asInt(),
                frame.path("repeat").asBoolean());
    }

    private void subscribed(JsonNode frame) {
        String channel = frame.path("channel").asText();
        String now = frame.path("epoch").asText();
        if (!now.equals(epoch)) {
            epoch = now;
            acknowledged = 0;
        }
        subscribed.add(channel);
        if (!known.add(channel) && !frame.path("recovered").asBoolean(true)) {
            account.trouble("the gateway said that the broker had not kept the session: " + frame);
        }
    }

    private void notice(JsonNode frame) {
        notices.add(frame);
        switch (frame.path("code").asText()) {
            case "broker_up" -> account.reconnected("the broker's return");
            case "gap", "dropped" -> account.trouble("the gateway told of a loss: " + frame);
            default -> {}
        }
    }

    private void acknowledge() {
        if (epoch != null && account.handled(epoch) > acknowledged) {
            acknowledged = account.handled(epoch);
            send("{\"type\":\"ack\",\"epoch\":\"" + epoch + "\",\"seq\":" + acknowledged + "}");
        }
    }

    /** Whether all its channels are subscribed at the gateway it is at. */
    boolean isSubscribed() {
        return subscribed.containsAll(channels);
    }

    /** Every notice so far. */
    List<JsonNode> notices() {
        return notices;
    }

    Account account() {
        return account;
    }

    @Override
    public void close() {
        acknowledging.cancel(false);
        super.close();
    }
}
