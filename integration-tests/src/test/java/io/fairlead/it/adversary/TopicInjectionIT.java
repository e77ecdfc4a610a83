package io.fairlead.it.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.MosquittoSubscriber;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Values that would leave their level, through every variable of the map and every command that names something. A device
 * that hears all of the broker judges: each payload says whose it is, and has to have come where that one may publish.
 */
@Timeout(120)
class TopicInjectionIT {

    private static final Target TARGET = Target.get();
    private static final Pattern OWN = Pattern.compile("own/([^/]+)/([^/]+)/.+");
    private static final Pattern SETTINGS = Pattern.compile("tenants/([^/]+)/settings/[^/]+");

    /** What is tried in the place of a single level. */
    private static final List<String> VALUES = List.of(
            "/",
            "a/b",
            "../victim",
            "/victim",
            "victim/",
            "+",
            "#",
            "a+b",
            "a#",
            "$SYS",
            "$share/g/victim",
            "..",
            ".",
            "%2e%2e%2fvictim",
            "%2f",
            "%00",
            "\u0000",
            "victim\u0000",
            "\u0001",
            "\n",
            "\u007f",
            "\u0085",
            "\uFF0F",
            "victim\uFF0Fx",
            "\uFF0B",
            "\uFF03",
            "\u2215victim",
            "\u202Emitciv",
            "\uFEFFvictim",
            "\uFFFE",
            "\uFFFF",
            " ",
            "{user}",
            "${HOME}",
            "fairlead",
            "x".repeat(256),
            "x".repeat(257),
            "é".repeat(129));

    private final Refusals refusals = new Refusals();
    private final MosquittoSubscriber all = TARGET.devices().subscribe("#");
    private final String end = Target.fresh("end");

    @BeforeEach
    void well() {
        assertThat(TARGET.isWell()).isTrue();
    }

    @AfterEach
    void everythingThatCame_isItsSenders() {
        TARGET.devices().publish("end", end);
        Page.waiting("all of it").until(() -> all.texts().contains(end));
        for (MosquittoSubscriber.Received message : all.received()) {
            String[] sender = message.text().replaceAll("^\"|\"$", "").split("\\|", -1);
            if (sender.length == 3) {
                check(message.topic(), sender);
            }
        }
        all.close();
        refusals.nameCodeAndLeg(1);
        assertThat(TARGET.isWell()).isTrue();
    }

    private static void check(String topic, String[] sender) {
        var own = OWN.matcher(topic);
        var settings = SETTINGS.matcher(topic);
        if (own.matches()) {
            assertThat(List.of(own.group(1), own.group(2))).as(topic).containsExactly(sender[0], sender[1]);
        } else {
            assertThat(settings.matches()).as(topic).isTrue();
            assertThat(settings.group(1)).isEqualTo(sender[2]);
        }
    }

    private static Map<String, Object> channel(String channel) {
        return Map.of("channel", channel);
    }

    private static Map<String, Object> message(String channel, String sender) {
        return Map.of("channel", channel, "text", sender);
    }

    private static Stream<String> channels(String value) {
        return Stream.of(
                value, "own/" + value, "own/x/" + value, "own/" + value + "/x", value + "/x", "settings/" + value);
    }

    @Test
    void channelParameters_ofAPage() {
        String sender = "mallory|tab|t2";
        try (Page page = TARGET.page(refusals)) {
            page.connect(Map.of("client", "tab", "token", TARGET.issuer.token("mallory", Map.of("tenant", "t2"))));
            for (String value : VALUES) {
                channels(value).forEach(channel -> {
                    page.ask("publish", message(channel, sender));
                    page.ask("request", Map.of("channel", channel, "text", sender, "timeoutMs", 1));
                    page.ask("subscribe", channel(channel));
                    page.ask("unsubscribe", channel(channel));
                });
            }
            page.send("{\"type\":\"publish\",\"channel\":\"own/\\ud800\",\"text\":\"" + sender + "\"}");
            page.send("{\"type\":\"subscribe\",\"channel\":\"own/\\udc00\\ud800\"}");
            assertThat(page.does("publish", message("own/good", sender))).isTrue();
            assertThat(page.closed()).isZero();
        }
    }

    @Test
    void nameOfTheUser_ofAToken() {
        for (String value : VALUES) {
            try (Page page = TARGET.page(refusals)) {
                if (page.connect(Map.of("client", "tab", "token", TARGET.issuer.token(value)))) {
                    page.ask("publish", message("own/x", value + "|tab|"));
                    page.ask("subscribe", channel("own/#"));
                    page.ask("subscribe", channel("me/inbox"));
                }
            }
            try (Device device = new Device(TARGET.relay, refusals)) {
                if (device.connect(MqttVersion.MQTT_5, "dev", TARGET.issuer.token(value)) == 0) {
                    device.publish("own/x", value + "|dev|");
                }
            }
        }
    }

    @Test
    void claim_ofAToken() {
        for (String value : VALUES) {
            var claims = Map.of("tenant", value, "roles", List.of(value + "-admin"), "mfa", true);
            try (Page page = TARGET.page(refusals)) {
                page.connect(Map.of("token", TARGET.issuer.token("mallory", claims)));
                page.ask("publish", Map.of("channel", "settings/s", "data", "mallory|x|" + value));
                page.ask("subscribe", channel("settings/s"));
                page.ask("subscribe", channel("sensors/#"));
            }
        }
        try (Page page = TARGET.page(refusals)) {
            page.connect(Map.of("token", TARGET.issuer.token("mallory", Map.of("tenant", List.of("t1", "t2")))));
            assertThat(page.does("subscribe", channel("sensors/#"))).isFalse();
        }
    }

    @Test
    void nameOfTheClient_ofPagesAndDevices() {
        String token = TARGET.issuer.token("mallory");
        for (String value : VALUES) {
            try (Page page = TARGET.page(refusals)) {
                if (page.connect(Map.of("client", value, "token", token))) {
                    page.ask("publish", message("own/x", "mallory|" + value + "|"));
                }
            }
            for (int port : new int[] {TARGET.relay, TARGET.sharedMode}) {
                try (Device device = new Device(port, refusals)) {
                    if (device.connectRaw(value, null, "", token) == 0) {
                        device.publish("own/x", "mallory|" + value + "|");
                    }
                }
            }
        }
    }

    @Test
    void topicsOfDevices_inPublishSubscribeShareAndResponse() {
        String token = TARGET.issuer.token("mallory", Map.of("tenant", "t2"));
        for (int port : new int[] {TARGET.relay, TARGET.topicNames, TARGET.sharedMode}) {
            String prefix = port == TARGET.topicNames ? "own/mallory/dev/" : "own/";
            for (String value : VALUES) {
                // What MQTT itself forbids ends the connection, so each value has one of its own
                try (Device device = new Device(port, refusals)) {
                    assertThat(device.connect(MqttVersion.MQTT_5, "dev", token)).isZero();
                    tryAll(device, prefix, value);
                }
            }
            try (Device device = new Device(port, refusals)) {
                assertThat(device.connect(MqttVersion.MQTT_5, "dev", token)).isZero();
                assertThat(device.publish(prefix + "good", "mallory|dev|")).isZero();
            }
        }
    }

    private static void tryAll(Device device, String prefix, String value) {
        String sender = "mallory|dev|t2";
        boolean alive = device.subscribeRaw(prefix + value) >= 0
                && device.subscribeRaw("$share/g/" + prefix + value) >= 0
                && device.subscribeRaw("$share/" + value + "/" + prefix + "x") >= 0
                && device.subscribeRaw(value) >= 0
                && device.publishRaw(prefix + "x", sender, value) >= 0
                && device.publishRaw(value, sender, null) >= 0
                && device.publishRaw(prefix + value, sender, null) >= 0;
        if (alive) {
            assertThat(device.answers()).isTrue();
        }
    }

    @Test
    void wills_ofDevices() {
        String token = TARGET.issuer.token("mallory", Map.of("tenant", "t2"));
        for (String value : VALUES) {
            for (String topic : List.of(value, "own/" + value, "own/victim/" + value, "settings/" + value)) {
                try (Device device = new Device(TARGET.relay, refusals)) {
                    // Gone without DISCONNECT, so that the broker publishes the will that it was given
                    device.connectRaw("dev", topic, "mallory|dev|t2", token);
                }
            }
        }
    }
}
