package io.fairlead.it.adversary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tokens that must not be believed, each by what is wrong with it. All but those say that their bearer is alice. */
final class ForgedTokens {

    private static final String USER = "alice";
    private static final String RS256 = "{\"alg\":\"RS256\"}";

    private final Issuer believed;
    private final Issuer other = new Issuer();
    private final Map<String, String> all = new LinkedHashMap<>();

    private ForgedTokens(Issuer believed) {
        this.believed = believed;
    }

    static Map<String, String> against(Issuer believed) {
        ForgedTokens tokens = new ForgedTokens(believed);
        tokens.unsigned();
        tokens.confused();
        tokens.ofAnother();
        tokens.withTricksInTheHeader();
        tokens.withWrongClaims();
        tokens.misshapen();
        return tokens.all;
    }

    private static String claims(Map<String, ?> more) {
        Map<String, Object> claims = Issuer.claims(USER);
        claims.putAll(more);
        return Issuer.written(claims);
    }

    private static String claims() {
        return claims(Map.of());
    }

    private void unsigned() {
        for (String none : new String[] {"none", "None", "NONE", "nOnE", ""}) {
            String input = Issuer.input("{\"alg\":\"" + none + "\"}", claims());
            all.put("alg '" + none + "'", input + ".");
            all.put("alg '" + none + "' with a signature", input + "." + Issuer.base64(new byte[256]));
        }
        all.put("no algorithm", Issuer.input("{}", claims()) + "." + Issuer.base64(new byte[256]));
        all.put("signature left out", Issuer.input(RS256, claims()) + ".");
    }

    /** The public key, which everybody may know, taken for a shared secret. */
    private void confused() {
        String pem = believed.publicPem();
        all.put("HS256 by the PEM file", Issuer.mac("{\"alg\":\"HS256\"}", claims(), pem.getBytes(UTF_8)));
        all.put(
                "HS256 by the stripped PEM",
                Issuer.mac("{\"alg\":\"HS256\"}", claims(), pem.strip().getBytes(UTF_8)));
        all.put("HS256 by the DER key", Issuer.mac("{\"alg\":\"HS256\"}", claims(), believed.publicDer()));
        all.put("RS256 that is HMAC", Issuer.mac(RS256, claims(), pem.getBytes(UTF_8)));
        all.put("PS256", believed.sign("{\"alg\":\"PS256\"}", claims()));
    }

    private void ofAnother() {
        all.put("another's key", other.sign(RS256, claims()));
        String good = believed.token("mallory");
        String[] parts = good.split("\\.", -1);
        all.put("another's claims", parts[0] + "." + Issuer.base64(claims().getBytes(UTF_8)) + "." + parts[2]);
    }

    private void withTricksInTheHeader() {
        Map<String, String> headers = new HashMap<>();
        headers.put("jwk", "\"jwk\":" + other.publicJwk());
        headers.put("jku", "\"jku\":\"http://127.0.0.1:9/keys\"");
        headers.put("x5u", "\"x5u\":\"http://127.0.0.1:9/chain.pem\"");
        headers.put("x5c", "\"x5c\":[\"" + Base64.getEncoder().encodeToString(other.publicDer()) + "\"]");
        headers.put("kid path", "\"kid\":\"../../../../../dev/null\"");
        headers.put("kid query", "\"kid\":\"x' UNION SELECT 'secret\"");
        headers.put("kid command", "\"kid\":\"|sleep 10\"");
        headers.forEach((name, field) -> all.put(name, other.sign("{\"alg\":\"RS256\"," + field + "}", claims())));
        all.put(
                "kid of nothing, signed with nothing",
                Issuer.mac("{\"alg\":\"HS256\",\"kid\":\"/dev/null\"}", claims(), new byte[1]));
        all.put("crit", believed.sign("{\"alg\":\"RS256\",\"crit\":[\"exp2\"],\"exp2\":1}", claims()));
        all.put(
                "crit without its field",
                believed.sign("{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":false}", claims()));
        all.put("two algorithms", believed.sign("{\"alg\":\"none\",\"alg\":\"RS256\"}", claims()));
    }

    private void withWrongClaims() {
        long now = System.currentTimeMillis() / 1_000;
        put("wrong audience", claims(Map.of("aud", "another")));
        put("wrong audiences", claims(Map.of("aud", new String[] {"a", "fairlead2"})));
        put("audience in the wrong case", claims(Map.of("aud", "FAIRLEAD")));
        put("no audience", "{\"sub\":\"alice\",\"iss\":\"https://id.example\",\"exp\":" + (now + 60) + "}");
        put("wrong issuer", claims(Map.of("iss", "https://id.example/")));
        put("issuers in a list", claims(Map.of("iss", new String[] {Issuer.NAME})));
        put("expired", claims(Map.of("exp", now - 3_600)));
        put("expired long ago", claims(Map.of("exp", -1)));
        put("expires in words", claims(Map.of("exp", "never")));
        put("expires in a list", claims(Map.of("exp", new long[] {now + 60})));
        put("of the future", claims(Map.of("nbf", now + 3_600)));
        put("not before, in words", claims(Map.of("nbf", "yesterday")));
        put("no user", "{\"iss\":\"https://id.example\",\"aud\":\"fairlead\",\"exp\":" + (now + 60) + "}");
        put("user is empty", claims(Map.of("sub", "")));
        put("user is a number", claims(Map.of("sub", 7)));
        put("user is a list", claims(Map.of("sub", new String[] {USER})));
        put("user twice", claims().replace("{\"sub\":", "{\"sub\":\"mallory\",\"sub\":"));
        put("audience twice", claims().replace("\"aud\":", "\"aud\":\"another\",\"aud\":"));
        put("no object", "[\"alice\"]");
        put("no JSON", "sub=alice");
    }

    private void put(String what, String claims) {
        all.put(what, believed.sign(RS256, claims));
    }

    private void misshapen() {
        String good = believed.token(USER);
        all.put("huge", other.token(USER, Map.of("padding", "x".repeat(30_000))));
        all.put("deep", other.sign(RS256, "[".repeat(10_000)));
        all.put("bad base64", "!!!." + good.substring(4));
        all.put("two parts", good.substring(0, good.lastIndexOf('.')));
        all.put("four parts", good + ".x");
        all.put("five parts, as if encrypted", good + ".x.y");
        all.put("within another", believed.sign("{\"alg\":\"RS256\",\"cty\":\"JWT\"}", "\"" + good + "\""));
        all.put("a word", "alice");
        all.put("dots", "..");
        all.put("cut", good.substring(0, good.length() - 10));
    }
}
