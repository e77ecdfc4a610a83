package io.fairlead.identity.jwt;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a public key out of PEM text (RFC 7468), of whichever kind the JDK knows. */
final class PemPublicKey {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private PemPublicKey() {}

    /** Throws {@link IllegalArgumentException} with a sentence that says what was found instead of a public key. */
    static PublicKey parse(String pem) {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("there is no PEM block in it; it should begin with"
                    + " -----BEGIN PUBLIC KEY-----, as `openssl pkey -pubout` writes it");
        }
        String kind = block.group(1);
        if (kind.contains("PRIVATE")) {
            throw new IllegalArgumentException("it holds a private key, which this gateway must not have;"
                    + " `openssl pkey -in FILE -pubout` writes its public half");
        }
        return switch (kind) {
            case "PUBLIC KEY" -> publicKey(bytes(block));
            case "CERTIFICATE" -> certificate(block.group());
            default ->
                throw new IllegalArgumentException(
                        "it holds a block of the kind " + kind + "; a PUBLIC KEY or a CERTIFICATE is needed");
        };
    }

    private static byte[] bytes(Matcher block) {
        return Base64.getMimeDecoder().decode(block.group(2));
    }

    private static PublicKey publicKey(byte[] encoded) {
        // The encoding itself says of which kind it is, and only that kind's factory takes it.
        return Stream.of("RSA", "EC", "Ed25519")
                .flatMap(kind -> keyOf(kind, encoded).stream())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("its PUBLIC KEY block is damaged, or no RSA, EC or Ed25519 key"));
    }

    private static Optional<PublicKey> keyOf(String kind, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static PublicKey certificate(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .getPublicKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its CERTIFICATE block is damaged: " + e.getMessage(), e);
        }
    }
}
