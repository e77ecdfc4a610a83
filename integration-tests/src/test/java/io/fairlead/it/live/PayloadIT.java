package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.MosquittoSubscriber;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Payloads cross both ways unharmed, each in the first form that fits. */
@ParameterizedClass
@EnumSource
class PayloadIT {

    private static final String UTF_8 = "grüße 漢字 🛥 e\u0301 \u2028 \uFEFF end";

    private final Combination combination;
    private final LiveGateway gateway;

    PayloadIT(Combination combination) {
        this.combination = combination;
        this.gateway = LiveGateway.start(combination);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void deviceToPage_everyForm_arrivesInTheFirstThatFits() {
        byte[] binary = {(byte) 0xFF, 0, (byte) 0xC3, 0x28, 'x'};
        try (JsonClient page = gateway.client();
                Device device = new Device(combination.broker())) {
            page.subscribe("chat/42");

            device.publish(gateway.topic("chat/42"), utf8("{\"text\":\"" + UTF_8 + "\"}"));
            device.publish(gateway.topic("chat/42"), utf8("21.5 °C, " + UTF_8));
            device.publish(gateway.topic("chat/42"), binary);
            device.publish(gateway.topic("chat/42"), utf8(" [1, 2.50] "));

            JsonClient.waiting("four messages").until(() -> page.heard().size() == 4);
            assertThat(page.heard().stream().map(Heard::form)).containsExactly("data", "text", "base64", "data");
            assertThat(page.heard().stream().map(Heard::value))
                    .containsExactly(
                            "{\"text\":\"" + UTF_8 + "\"}",
                            "21.5 °C, " + UTF_8,
                            Base64.getEncoder().encodeToString(binary),
                            "[1,2.5]");
        }
    }

    @Test
    void pageToDevice_text_arrivesAsItWasSent() {
        try (JsonClient page = gateway.client();
                MosquittoSubscriber device = gateway.devices().subscribe(gateway.topic("chat/#"))) {
            String by = page.ask("\"type\":\"publish\",\"channel\":\"chat/42\",\"qos\":1,\"data\":\"" + UTF_8 + "\"")
                    .path("by")
                    .asText();

            assertThat(by).isEqualTo("broker");
            device.awaitTexts("\"" + UTF_8 + "\"");
        }
    }

    @Test
    void retained_utf8_isReplayedIntact() {
        try (JsonClient page = gateway.client()) {
            gateway.retain("chat/kept", UTF_8);
            page.subscribe("chat/kept");
            page.awaitMessages("chat/kept replay " + UTF_8);
        }
        gateway.unretain("chat/kept");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
