package io.fairlead.it.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.it.MosquittoSubscriber;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mallory, who has good credentials of her own, wants what is alice's, who is of another tenant. */
@Timeout(120)
class CrossTenantIT {

    private static final Target TARGET = Target.get();
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int NAME_INVALID = 0x90;

    private final Refusals refusals = new Refusals();
    private final String secret = Target.fresh("secret-");
    private final String alice = Target.fresh("alice");
    private final String mallory = Target.fresh("mallory");

    private String token(String user) {
        boolean hers = user.equals(mallory);
        String tenant = hers ? "t2" : "t1";
        return TARGET.issuer.token(
                user,
                Map.of(
                        "tenant",
                        tenant,
                        "roles",
                        List.of(tenant + "-admin"),
                        "mfa",
                        true,
                        "rooms",
                        hers ? "r2" : "r1"));
    }

    private Page page(String user, String client) {
        Page page = TARGET.page(refusals);
        assertThat(page.connect(Map.of("client", client, "token", token(user)))).isTrue();
        return page;
    }

    private Device device(int port, String user, String client) {
        Device device = new Device(port, refusals);
        assertThat(device.connect(MqttVersion.MQTT_5, client, token(user))).isZero();
        return device;
    }

    private static Map<String, Object> channel(String channel) {
        return Map.of("channel", channel);
    }

    @AfterEach
    void everyRefusalIsNamed_andTheGatewayIsWell() {
        refusals.nameCodeAndLeg(0);
        assertThat(TARGET.isWell()).isTrue();
    }

    @Test
    void retainedValues_ofAnotherTenant_areNotReplayed() {
        String sensor = Target.fresh("s");
        TARGET.devices().retain("tenants/t1/settings/" + sensor, "\"" + secret + "\"");
        List<String> tries = List.of(
                "settings/" + sensor,
                "settings/#",
                "settings/+",
                "tenants/t1/settings/" + sensor,
                "sensors/#",
                "sensors/../settings/" + sensor,
                "#",
                "+/+/+/+",
                "tenants/#");
        try (Page hers = page(mallory, "tab");
                Page owners = page(alice, "tab");
                Device relayed = device(TARGET.relay, mallory, "d1");
                Device byTopic = device(TARGET.topicNames, mallory, "d2");
                Device shared = device(TARGET.sharedMode, mallory, "d3")) {
            owners.does("subscribe", channel("settings/" + sensor));
            Page.waiting("the owner's value")
                    .until(() -> owners.heard().toString().contains(secret));
            for (String name : tries) {
                hers.ask("subscribe", channel(name));
                for (Device device : List.of(relayed, byTopic, shared)) {
                    device.subscribe(name);
                }
                relayed.subscribe("$share/g/" + name);
            }
            hers.settle();
            assertThat(hers.heard().toString()).doesNotContain(secret);
            for (Device device : List.of(relayed, byTopic, shared)) {
                assertThat(device.answers()).isTrue();
                assertThat(device.heard().toString()).doesNotContain(secret);
            }
        } finally {
            TARGET.devices().unretain("tenants/t1/settings/" + sensor);
        }
        refusals.nameCodeAndLeg(10);
    }

    @Test
    void publishesAndWills_forAnotherTenant_reachNobody() {
        try (MosquittoSubscriber others = TARGET.devices().subscribe("tenants/t1/#")) {
            for (String topic : List.of("tenants/t1/settings/s", "settings/../../t1/settings/s", "own/x")) {
                for (int port : new int[] {TARGET.relay, TARGET.topicNames}) {
                    try (Device device = new Device(port, refusals)) {
                        device.connect(
                                MqttVersion.MQTT_5,
                                connect -> connect.clientId("w")
                                        .username("any")
                                        .password(token(mallory).getBytes(StandardCharsets.UTF_8))
                                        .hasUser(true)
                                        .hasPassword(true)
                                        .willFlag(true)
                                        .willQoS(MqttQoS.AT_LEAST_ONCE)
                                        .willTopic(topic)
                                        .willMessage(secret.getBytes(StandardCharsets.UTF_8)));
                    }
                }
            }
            try (Device byTopic = device(TARGET.topicNames, mallory, "p")) {
                assertThat(byTopic.publish("tenants/t1/settings/s", secret)).isGreaterThanOrEqualTo(0x80);
                assertThat(byTopic.publish("fairlead/claims/x", secret)).isGreaterThanOrEqualTo(0x80);
                assertThat(byTopic.publish("fairlead/reply/x", secret)).isGreaterThanOrEqualTo(0x80);
            }
            TARGET.devices().publish("tenants/t1/end", "end");
            Page.waiting("the end").until(() -> others.texts().contains("end"));
            assertThat(others.texts()).containsExactly("end");
        }
    }

    @Test
    void durableSession_ofAnotherUser_isNotTakenUp_underAnyName() {
        try (Page owners = page(alice, "tab")) {
            assertThat(owners.does("subscribe", channel("me/inbox"))).isTrue();
        }
        TARGET.devices().publish("im/user/" + alice + "/inbox", "\"" + secret + "\"");
        for (String client : List.of("tab", alice + ".tab", "fl.d." + alice + ".tab", "%2e")) {
            try (Page hers = page(mallory, client)) {
                JsonNode answer = Objects.requireNonNull(hers.ask("subscribe", channel("me/inbox")));
                assertThat(answer.path("recovered").asBoolean()).isFalse();
                hers.settle();
                assertThat(hers.heard().toString()).doesNotContain(secret);
            }
            try (Device device = device(TARGET.relay, mallory, "fl.d." + alice + ".tab")) {
                device.subscribe("me/inbox");
                assertThat(device.answers()).isTrue();
                assertThat(device.heard()).isEmpty();
            }
        }
        try (Page owners = page(alice, "tab")) {
            owners.does("subscribe", channel("me/inbox"));
            Page.waiting("what was kept").until(() -> owners.heard().toString().contains(secret));
        }
    }

    @Test
    void nameOfAnotherUsersClient_takesNothingOver() {
        try (Page owners = page(alice, "tab");
                Device ownersDevice = device(TARGET.relay, alice, "pump");
                Page hers = page(mallory, "tab");
                Device hersDevice = device(TARGET.relay, mallory, "pump");
                Device sharing = device(TARGET.sharedMode, mallory, "tab")) {
            assertThat(owners.does("ping", Map.of())).isTrue();
            assertThat(ownersDevice.answers()).isTrue();
            assertThat(sharing.answers()).isTrue();
            assertThat(hersDevice.answers()).isTrue();
            // Her own tab and her own device have one name
            assertThat(hers.awaitEnd()).isEqualTo(4509);
            assertThat(owners.closed()).isZero();
        }
    }

    @Test
    void nameOfAnAnonymousClient_withoutItsSecret_isNotGiven() {
        try (Page stranger = TARGET.page(refusals)) {
            JsonNode welcome = Objects.requireNonNull(stranger.ask("connect", Map.of()));
            String name = welcome.path("client").asText();
            String good = welcome.path("secret").asText();
            assertThat(good).hasSizeGreaterThan(16);
            List<String> guesses = List.of(
                    "",
                    " ",
                    "x",
                    good.substring(1),
                    good + "=",
                    good.toUpperCase(Locale.ROOT),
                    new StringBuilder(good).reverse().toString(),
                    name);
            for (String guess : guesses) {
                try (Page other = TARGET.page(refusals)) {
                    JsonNode answer = other.ask("connect", Map.of("client", name, "secret", guess));
                    assertThat(answer == null ? "" : answer.path("client").asText())
                            .isNotEqualTo(name);
                }
            }
            assertThat(stranger.does("ping", Map.of())).isTrue();
        }
    }

    @Test
    void replyName_guessedOrOfAnotherConnection_leadsNowhere() {
        try (MosquittoSubscriber asking = TARGET.devices().subscribe("answers/#");
                Device asked = device(TARGET.relay, alice, "asked");
                Device thief = device(TARGET.relay, mallory, "thief")) {
            asked.subscribe("own/cmd");
            TARGET.devices()
                    .publish("own/" + alice + "/asked/cmd", "do", "-D", "publish", "response-topic", "answers/a");
            Page.waiting("the command")
                    .until(() -> asked.answers() && !asked.heard().isEmpty());
            String line = asked.heard().get(0);
            String reply = line.substring(line.indexOf('[') + 1, line.length() - 1);
            assertThat(reply).startsWith("$reply/");

            for (String name : List.of(reply, "$reply/", "$reply/0", "$reply/answers/a", reply + "/x", "$reply")) {
                assertThat(thief.publish(name, "stolen")).as(name).isEqualTo(NAME_INVALID);
            }
            assertThat(thief.subscribe(reply)).isGreaterThanOrEqualTo(0x80);
            assertThat(asked.publish(reply, "true")).isZero();
            asking.awaitTexts("true");
        }
        refusals.nameCodeAndLeg(7);
    }

    @Test
    void marksOfTheGateway_cannotBeForged() {
        try (MosquittoSubscriber board = TARGET.devices().subscribe("board/#", "-F", "message\t%t\t%q\t%r\t%p %P");
                Page hers = page(mallory, "tab");
                Device device = device(TARGET.relay, mallory, "forger")) {
            var props = Map.of("fairlead-from", alice, "fairlead-id", "x", "tag", "mine", "Fairlead-From", "odd");
            assertThat(hers.does("publish", Map.of("channel", "board/a", "text", "page", "props", props)))
                    .isTrue();
            MqttProperties forged = new MqttProperties();
            forged.add(new UserProperty("fairlead-from", alice));
            forged.add(new UserProperty("fairlead-id", "x"));
            forged.add(new UserProperty("tag", "mine"));
            assertThat(device.publish("board/a", "device", publish -> publish.properties(forged)))
                    .isZero();

            Page.waiting("both").until(() -> board.received().size() == 2);
            assertThat(board.texts())
                    .allSatisfy(text -> assertThat(text)
                            .contains("tag:mine", "fairlead-from:" + mallory)
                            .doesNotContain("fairlead-from:" + alice, "fairlead-id:x"));
        }
    }

    @Test
    void positionsAndEpochs_ofOthers_giveNothing() {
        try (Page owners = page(alice, "tab");
                Page hers = page(mallory, "tab")) {
            JsonNode room = Objects.requireNonNull(owners.ask("subscribe", channel("chat/r1")));
            owners.does("publish", Map.of("channel", "chat/r1", "data", secret));
            String epoch = room.path("epoch").asText();
            for (String channel : List.of("chat/r1", "chat/+", "chat/#")) {
                assertThat(hers.does("subscribe", Map.of("channel", channel, "epoch", epoch, "pos", 0)))
                        .isFalse();
            }
            JsonNode own = Objects.requireNonNull(
                    hers.ask("subscribe", Map.of("channel", "chat/r2", "epoch", epoch, "pos", 1_000_000)));
            assertThat(own.path("recovered").asBoolean()).isFalse();
            hers.send("{\"type\":\"ack\",\"epoch\":\"" + epoch + "\",\"seq\":9007199254740991}");
            hers.settle();
            assertThat(hers.heard().toString()).doesNotContain(secret);
            assertThat(hers.closed()).isZero();
        }
        assertThat(refusals.codes()).contains("forbidden");
    }

    @Test
    void tokenOfAnotherUser_changesNobody() {
        try (Page hers = page(mallory, "tab");
                Device device = device(TARGET.relay, mallory, "changing")) {
            assertThat(hers.does("auth", Map.of("token", token(alice)))).isFalse();
            assertThat(hers.does("subscribe", channel("chat/r1"))).isFalse();
            assertThat(device.publish("$fairlead/auth", token(alice))).isEqualTo(NOT_AUTHORIZED);
            assertThat(device.subscribe("chat/r1")).isEqualTo(NOT_AUTHORIZED);
        }
        refusals.nameCodeAndLeg(4);
    }
}
