package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway that trusts an issuer's published keys, and an issuer that comes late, changes its key and goes away. */
class JwksIT {

    private static final String TOPICS = """
            version: 1
            routes:
              - name: desk
                channel: desk/{user}
                topic: desk/{user}
                subscribe: {allow: [authenticated]}
            """;

    private final int issuerPort = Ports.free();
    private final ECKey first = key("first");
    private final ECKey second = key("second");

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(ECKey key) {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                new Payload(Map.of("sub", "alice", "iss", "issuer", "aud", "gateway", "exp", 4_102_444_800L)));
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private HttpServer issuer(ECKey... keys) throws IOException {
        byte[] set = new JWKSet(List.of(keys)).toString().getBytes(StandardCharsets.UTF_8);
        HttpServer issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), issuerPort), 0);
        issuer.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, set.length);
            exchange.getResponseBody().write(set);
            exchange.close();
        });
        issuer.start();
        return issuer;
    }

    /** Why a client that shows this token is closed; empty if it is let in. */
    private static List<String> refusal(GatewayProcess gateway, String token) {
        try (JsonClient client = new JsonClient(gateway.port())) {
            client.send("{\"type\":\"connect\",\"token\":\"" + token + "\"}");
            JsonClient.waiting("an answer")
                    .until(() -> !client.troubles().isEmpty()
                            || client.frames().stream()
                                    .anyMatch(
                                            frame -> frame.path("user").asText().equals("alice")));
            return List.copyOf(client.troubles());
        }
    }

    @Test
    void issuerThatComesLateChangesItsKeyAndGoes_failsNoConnectThatCouldSucceed() throws IOException {
        URI keys = URI.create("http://127.0.0.1:" + issuerPort + "/keys");
        try (Mosquitto mosquitto = Mosquitto.start();
                GatewayProcess gateway = GatewayProcess.startTrusting(keys, "gw-jwks", mosquitto.url(), TOPICS)) {
            assertThat(gateway.said()).contains("cannot be fetched");
            assertThat(refusal(gateway, token(first)))
                    .singleElement()
                    .asString()
                    .startsWith("closed: 4005 ")
                    .contains("\"auth_unavailable\"", "\"gateway\"", "retryAfterMs");

            HttpServer issuer = issuer(first);
            JsonClient.waiting("the issuer's keys")
                    .until(() -> refusal(gateway, token(first)).isEmpty());
            issuer.stop(0);

            HttpServer rotated = issuer(first, second);
            assertThat(refusal(gateway, token(second))).isEmpty();
            rotated.stop(0);

            assertThat(refusal(gateway, token(first))).isEmpty();
            assertThat(refusal(gateway, token(second))).isEmpty();
            assertThat(refusal(gateway, token(key("stranger"))))
                    .singleElement()
                    .asString()
                    .startsWith("closed: 4005 ");
        }
    }
}
