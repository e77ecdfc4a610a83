package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients come and go while a device changes a retained counter as fast as it can. What each of them sees from its coming to
 * its going is what a client alone on the broker would see: where the counter stands, once, and then every further step.
 */
@ParameterizedClass
@EnumSource
class JoinRaceIT {

    private static final int PAGES = 3;
    private static final int STAYS = 25;
    private static final int AT_A_TIME = 20;
    /** The device is faster than a page of this test reads, and a slow page is closed. */
    private static final String ROOM_TO_LAG = "limits.pendingBytes=64MiB";

    @Parameter
    private Combination combination = Combination.MOSQUITTO_IN_MQTT_5;

    private final ExecutorService pages = Executors.newFixedThreadPool(PAGES);
    private final AtomicLong counter = new AtomicLong();

    @AfterEach
    void close() {
        pages.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev/7/t", "dev/+/t"})
    void counter_raisedWhileClientsComeAndGo_isSeenStepByStepFromWhereItStands(String channel) throws Exception {
        long seed = new Random().nextLong();
        List<String> faults = new ArrayList<>();
        try (LiveGateway gateway = LiveGateway.start(combination, ROOM_TO_LAG);
                Device device = new Device(combination.broker())) {
            device.count(gateway.topic("dev/7/t"), 0, 0).join();
            AtomicBoolean counting = new AtomicBoolean(true);
            Thread raising = new Thread(() -> raise(device, gateway.topic("dev/7/t"), counting));
            raising.start();
            List<JsonClient> stayed = new ArrayList<>();
            List<Future<List<JsonClient>>> all = new ArrayList<>();
            for (int page = 0; page < PAGES; page++) {
                Random random = new Random(seed + page);
                all.add(pages.submit(() -> comeAndGo(gateway, channel, random, faults)));
            }
            for (Future<List<JsonClient>> each : all) {
                stayed.addAll(each.get());
            }
            counting.set(false);
            raising.join();
            stayed.forEach(client -> endsWith(counter.get(), client, faults));
            gateway.unretain("dev/7/t");
        }
        assertThat(faults).as("seed %d, counted to %d", seed, counter.get()).isEmpty();
    }

    private void raise(Device device, String topic, AtomicBoolean counting) {
        while (counting.get()) {
            long next = counter.get() + 1;
            device.count(topic, next, next + AT_A_TIME - 1).join();
            counter.set(next + AT_A_TIME - 1);
        }
    }

    /** Stays a while, a number of times; returns those that are still there. */
    private static List<JsonClient> comeAndGo(LiveGateway gateway, String channel, Random random, List<String> faults) {
        List<JsonClient> there = new ArrayList<>();
        for (int stay = 0; stay < STAYS; stay++) {
            JsonClient client = gateway.client();
            client.subscribe(channel);
            LockSupport.parkNanos(random.nextInt(20_000_000));
            if (stay % 8 == 7) {
                there.add(client);
            } else {
                client.close();
                check(client, faults);
            }
        }
        return there;
    }

    private static void endsWith(long last, JsonClient client, List<String> faults) {
        JsonClient.waiting("the counter at " + last).until(() -> {
            List<Heard> heard = client.heard();
            return !heard.isEmpty() && number(heard.get(heard.size() - 1)) >= last;
        });
        client.settle();
        check(client, faults);
        client.close();
    }

    private static void check(JsonClient client, List<String> faults) {
        List<Heard> heard = client.heard();
        for (int i = 1; i < heard.size(); i++) {
            Heard before = heard.get(i - 1);
            Heard now = heard.get(i);
            if (number(now) != number(before) + 1 || now.isReplay()) {
                note(faults, "message " + i + ": " + before + ", then " + now);
            }
        }
    }

    private static void note(List<String> faults, String fault) {
        synchronized (faults) {
            faults.add(fault);
        }
    }

    private static long number(Heard heard) {
        return Long.parseLong(heard.value());
    }
}
