package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Subscriptions that overlap each get exactly one copy, in whatever order they come and however few links there are. */
@ParameterizedClass
@EnumSource
class OverlapIT {

    private static final List<String> WIDE_TO_NARROW = List.of("all/#", "all/+/t", "dev/+/t", "all/7/t", "dev/7/t");
    /** Which of them have a message on dev/7/t, and which one on dev/8/t, under the channel of their own route. */
    private static final Map<String, List<String>> SEES = Map.of(
            "all/#", List.of("all/#>all/7/t", "all/#>all/8/t"),
            "all/+/t", List.of("all/+/t>all/7/t", "all/+/t>all/8/t"),
            "dev/+/t", List.of("dev/+/t>dev/7/t", "dev/+/t>dev/8/t"),
            "all/7/t", List.of("all/7/t"),
            "dev/7/t", List.of("dev/7/t"));

    private static final int MESSAGES = 30;

    @Parameter
    private Combination combination = Combination.MOSQUITTO_IN_MQTT_5;

    private final Map<String, List<JsonClient>> subscribers = new HashMap<>();
    private final List<JsonClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(JsonClient::close);
    }

    @ParameterizedTest
    @CsvSource({"8,true", "8,false", "2,true", "2,false"})
    void subscriptions_overlapping_eachGetEveryMessageOnceInOrder(int maxLinks, boolean wideFirst) {
        try (LiveGateway gateway = LiveGateway.start(combination, "broker.maxLinks=" + maxLinks);
                Device device = new Device(combination.broker())) {
            subscribeAll(gateway, wideFirst);

            for (int i = 0; i < MESSAGES; i++) {
                device.publish(gateway.topic("dev/7/t"), ("seven " + i).getBytes(StandardCharsets.UTF_8));
                device.publish(gateway.topic("dev/8/t"), ("eight " + i).getBytes(StandardCharsets.UTF_8));
            }

            subscribers.forEach((channel, those) -> those.forEach(client -> sawAll(client, channel)));
            clients.forEach(JsonClient::settle);
            subscribers.forEach((channel, those) -> those.forEach(client -> sawAll(client, channel)));
        }
    }

    @ParameterizedTest
    @CsvSource({"8,true", "8,false", "2,true", "2,false"})
    void subscriptions_overlapping_eachGetTheirOwnReplay(int maxLinks, boolean wideFirst) {
        try (LiveGateway gateway = LiveGateway.start(combination, "broker.maxLinks=" + maxLinks)) {
            gateway.retain("dev/7/t", "seven");
            gateway.retain("dev/8/t", "eight");

            subscribeAll(gateway, wideFirst);

            subscribers.forEach((channel, those) -> those.forEach(client -> sawReplay(client, channel)));
            gateway.unretain("dev/7/t");
            gateway.unretain("dev/8/t");
        }
    }

    /** One client has all subscriptions, and another one for each. */
    private void subscribeAll(LiveGateway gateway, boolean wideFirst) {
        List<String> order = new ArrayList<>(WIDE_TO_NARROW);
        if (!wideFirst) {
            Collections.reverse(order);
        }
        JsonClient all = client(gateway);
        for (String channel : order) {
            all.subscribe(channel);
            JsonClient alone = client(gateway);
            alone.subscribe(channel);
            subscribers.put(channel, List.of(all, alone));
        }
    }

    private JsonClient client(LiveGateway gateway) {
        JsonClient client = gateway.client();
        clients.add(client);
        return client;
    }

    private static void sawAll(JsonClient client, String channel) {
        for (String seen : SEES.getOrDefault(channel, List.of())) {
            String number = seen.contains("7") ? "seven " : "eight ";
            List<String> every = IntStream.range(0, MESSAGES)
                    .mapToObj(i -> seen + " live " + number + i)
                    .toList();
            JsonClient.waiting(seen)
                    .untilAsserted(() -> assertThat(of(client, seen)).containsExactlyElementsOf(every));
        }
    }

    /** Exactly one, and one more for each gap that it was told of. */
    private static void sawReplay(JsonClient client, String channel) {
        for (String seen : SEES.getOrDefault(channel, List.of())) {
            String line = seen + " replay " + (seen.contains("7") ? "seven" : "eight");
            JsonClient.waiting(seen)
                    .untilAsserted(() -> assertThat(of(client, seen))
                            .isNotEmpty()
                            .hasSize(1 + client.gaps(channel))
                            .containsOnly(line));
        }
    }

    private static List<String> of(JsonClient client, String where) {
        return client.messages().stream()
                .filter(line -> line.startsWith(where + " "))
                .toList();
    }
}
