package io.fairlead.it.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every forged token at every place where a token can be shown. Anonymous clients may come in here: who shows a bad token may not. */
@Timeout(120)
class TokenAttacksIT {

    private static final Target TARGET = Target.get();
    private static final Map<String, String> FORGED = ForgedTokens.against(TARGET.issuer);

    private final Refusals refusals = new Refusals();

    /** Where a token is shown. */
    private enum Place {
        CONNECT_FRAME {
            @Override
            boolean letsIn(String token, Refusals refusals) {
                try (Page page = TARGET.page(refusals)) {
                    return page.connect(Map.of("token", token));
                }
            }
        },
        HEADER {
            @Override
            boolean letsIn(String token, Refusals refusals) {
                return opens("", Map.of("Authorization", "Bearer " + token), refusals);
            }
        },
        COOKIE {
            @Override
            boolean letsIn(String token, Refusals refusals) {
                Map<String, String> ofOwnPage =
                        Map.of("Cookie", "session=" + token, "Origin", "http://127.0.0.1:" + TARGET.web());
                return opens("", ofOwnPage, refusals);
            }
        },
        QUERY {
            @Override
            boolean letsIn(String token, Refusals refusals) {
                return opens("?access_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8), Map.of(), refusals);
            }
        },
        AUTH_COMMAND {
            @Override
            boolean letsIn(String token, Refusals refusals) {
                try (Page page = TARGET.page(refusals)) {
                    assertThat(page.connect(Map.of("token", TARGET.issuer.token("alice"))))
                            .isTrue();
                    boolean taken = page.does("auth", Map.of("token", token));
                    assertThat(page.does("ping", Map.of())).as("still there").isTrue();
                    return taken;
                }
            }
        },
        PASSWORD {
            @Override
            boolean letsIn(String token, Refusals refusals) {
                return connects(TARGET.relay, MqttVersion.MQTT_5, token, refusals);
            }
        },
        PASSWORD_3_1_1 {
            @Override
            boolean letsIn(String token, Refusals refusals) {
                return connects(TARGET.relay, MqttVersion.MQTT_3_1_1, token, refusals);
            }
        },
        PASSWORD_SHARED {
            @Override
            boolean letsIn(String token, Refusals refusals) {
                return connects(TARGET.sharedMode, MqttVersion.MQTT_5, token, refusals);
            }
        },
        METHOD {
            @Override
            boolean letsIn(String token, Refusals refusals) {
                MqttProperties shown = new MqttProperties();
                shown.add(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, "fairlead-jwt"));
                shown.add(
                        new BinaryProperty(MqttProperties.AUTHENTICATION_DATA, token.getBytes(StandardCharsets.UTF_8)));
                try (Device device = new Device(TARGET.relay, refusals)) {
                    return device.connect(
                                    MqttVersion.MQTT_5,
                                    connect -> connect.clientId("m").properties(shown))
                            == 0;
                }
            }
        },
        AUTH_TOPIC {
            @Override
            boolean letsIn(String token, Refusals refusals) {
                try (Device device = new Device(TARGET.relay, refusals)) {
                    assertThat(device.connect(MqttVersion.MQTT_5, "a", TARGET.issuer.token("alice")))
                            .isZero();
                    boolean taken = device.publish("$fairlead/auth", token) == 0;
                    assertThat(device.answers()).as("still there").isTrue();
                    return taken;
                }
            }
        };

        abstract boolean letsIn(String token, Refusals refusals);

        private static boolean connects(int port, MqttVersion version, String token, Refusals refusals) {
            try (Device device = new Device(port, refusals)) {
                return device.connect(version, Target.fresh("t"), token) == 0;
            }
        }

        /** What does not fit into a header is refused before it is a WebSocket. */
        private static boolean opens(String query, Map<String, String> headers, Refusals refusals) {
            try (Page page = new Page(TARGET.web(), query, headers, refusals)) {
                return page.does("ping", Map.of());
            } catch (CompletionException tooLarge) {
                assertThat(tooLarge).hasStackTraceContaining("HTTP");
                return false;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void goodToken_isLetIn_andNoForgedOneIs(Place place) {
        assertThat(place.letsIn(TARGET.issuer.token("alice"), refusals))
                .as("a good token")
                .isTrue();

        List<String> letIn = new ArrayList<>();
        FORGED.forEach((what, token) -> {
            if (place.letsIn(token, refusals)) {
                letIn.add(what);
            }
        });

        assertThat(letIn).as("forged tokens that were believed").isEmpty();
        refusals.nameCodeAndLeg(place == Place.PASSWORD_3_1_1 ? 0 : FORGED.size() - 3);
        assertThat(refusals.codes())
                .allMatch(code ->
                        List.of("unauthenticated", "token_expired", "too_large").contains(code));
        assertThat(TARGET.isWell()).isTrue();
    }

    @Test
    void logOfAllThat_holdsNoPartOfAToken() {
        String said = TARGET.said();
        FORGED.values().stream()
                .flatMap(token -> List.of(token.split("\\.", -1)).stream())
                .filter(part -> part.length() > 40)
                .forEach(part -> assertThat(said).doesNotContain(part));
    }
}
