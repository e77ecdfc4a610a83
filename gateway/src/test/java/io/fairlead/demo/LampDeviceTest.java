package io.fairlead.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LampDeviceTest {

    private final FakeBroker broker = new FakeBroker();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stopTheLoop() {
        loop.shutdownNow();
    }

    @Test
    void device_switchedOn_keepsRetainedThatItIsLitAndWhatItAnswers() {
        try (LampDevice device = new LampDevice(broker, loop)) {
            await().until(() -> !broker.filtersOf("lamp-1").isEmpty());

            broker.publish("demo/devices/lamp-1/lamp/set", "{\"on\":true,\"key\":\"tab-1\"}", Qos.AT_LEAST_ONCE);

            await().until(() -> states().contains("{\"on\":true,\"answers\":\"tab-1\"}"));
            assertThat(device).isNotNull();
        }
    }

    @Test
    void device_nonsenseFromItsSwitch_leavesItAsItWas() {
        try (LampDevice device = new LampDevice(broker, loop)) {
            await().until(() -> !broker.filtersOf("lamp-1").isEmpty());

            broker.publish("demo/devices/lamp-1/lamp/set", "not JSON", Qos.AT_LEAST_ONCE);
            broker.publish("demo/devices/lamp-1/lamp/set", "{\"on\":false}", Qos.AT_LEAST_ONCE);

            await().until(() -> states().size() == 2);
            assertThat(states()).containsExactly("{\"on\":false,\"answers\":null}", "{\"on\":false,\"answers\":null}");
            assertThat(device).isNotNull();
        }
    }

    @Test
    void device_closed_leavesTheBroker() {
        LampDevice device = new LampDevice(broker, loop);
        await().until(() -> broker.connected().contains("lamp-1"));

        device.close();

        await().until(() -> broker.connected().isEmpty());
    }

    private List<String> states() {
        return broker.published().stream()
                .filter(Message::retain)
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }
}
