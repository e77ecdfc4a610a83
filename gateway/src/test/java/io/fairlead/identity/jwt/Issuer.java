package io.fairlead.identity.jwt;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An issuer of tokens who publishes keys over HTTP, on a real socket. Makes all it says without the library under test. */
final class Issuer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private volatile String body = "{\"keys\":[]}";
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** A key of this issuer; ES256, since that is quick to make. */
    record Key(String id, KeyPair pair) {

        static Key of(String id) {
            return new Key(id, Tokens.pair("EC", 256));
        }

        String token(String user) {
            return Tokens.signedAs(
                    "{\"alg\":\"ES256\",\"kid\":\"" + id + "\"}",
                    "SHA256withECDSAinP1363Format",
                    pair,
                    "{\"sub\":\"" + user + "\"}");
        }

        String jwk() {
            return Jwks.ec(pair, ",\"use\":\"sig\",\"kid\":\"" + id + "\"");
        }
    }

    Issuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/keys", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try {
            gate.await();
        } catch (InterruptedException e) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    }

    /** How often it was asked for its keys. */
    int asked() {
        return asked.get();
    }

    void publish(Key... keys) {
        says(200, Jwks.of(Arrays.stream(keys).map(Key::jwk).toList()));
    }

    void says(int status, String body) {
        this.status = status;
        this.body = body;
    }

    /** From now on it answers with what it says when it is asked, but not before {@link #answers}. */
    void hesitates() {
        gate = new CountDownLatch(1);
    }

    void answers() {
        gate.countDown();
    }

    @Override
    public void close() {
        answers();
        server.stop(0);
        threads.shutdownNow();
    }

    /** Key sets as text. */
    static final class Jwks {

        private Jwks() {}

        static String of(List<String> keys) {
            return "{\"keys\":[" + keys.stream().collect(Collectors.joining(",")) + "]}";
        }

        static String ec(KeyPair pair, String more) {
            java.security.interfaces.ECPublicKey key = (java.security.interfaces.ECPublicKey) pair.getPublic();
            int bytes = (key.getParams().getCurve().getField().getFieldSize() + 7) / 8;
            String curve = "P-" + key.getParams().getCurve().getField().getFieldSize();
            return "{\"kty\":\"EC\",\"crv\":\"" + curve + "\",\"x\":\""
                    + unsigned(key.getW().getAffineX(), bytes) + "\",\"y\":\""
                    + unsigned(key.getW().getAffineY(), bytes) + "\"" + more + "}";
        }

        static String rsa(KeyPair pair, String more) {
            java.security.interfaces.RSAPublicKey key = (java.security.interfaces.RSAPublicKey) pair.getPublic();
            return "{\"kty\":\"RSA\",\"n\":\""
                    + unsigned(key.getModulus(), (key.getModulus().bitLength() + 7) / 8) + "\",\"e\":\"AQAB\"" + more
                    + "}";
        }

        static String ed25519(KeyPair pair, String more) {
            byte[] encoded = pair.getPublic().getEncoded();
            return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                    + base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)) + "\"" + more + "}";
        }

        private static String unsigned(java.math.BigInteger number, int bytes) {
            byte[] signed = number.toByteArray();
            byte[] fixed = new byte[bytes];
            int length = Math.min(bytes, signed.length);
            System.arraycopy(signed, signed.length - length, fixed, bytes - length, length);
            return base64(fixed);
        }

        private static String base64(byte[] bytes) {
            return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }
}
