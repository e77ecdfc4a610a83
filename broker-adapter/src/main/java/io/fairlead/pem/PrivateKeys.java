package io.fairlead.pem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads a private key out of a PEM file (RFC 7468, sections 10 and 11). */
final class PrivateKeys {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]+)-----END \\1-----");

    private PrivateKeys() {}

    /**
     * Reads a key.
     *
     * @param password what it is encrypted with; null if it is not
     * @throws IllegalArgumentException with a sentence that names the file
     */
    static PrivateKey read(Path pem, @Nullable String password) {
        Matcher block = BLOCK.matcher(text(pem));
        if (!block.find()) {
            throw new IllegalArgumentException("there is no private key in " + pem);
        }
        return switch (block.group(1)) {
            case "PRIVATE KEY" -> key(pem, new PKCS8EncodedKeySpec(bytes(pem, block)));
            case "ENCRYPTED PRIVATE KEY" -> key(pem, decrypted(pem, bytes(pem, block), password));
            default ->
                throw new IllegalArgumentException("the key in " + pem + " is of the old form " + block.group(1)
                        + "; `openssl pkey -in OLD -out NEW` writes it as PKCS #8");
        };
    }

    private static String text(Path pem) {
        try {
            return Files.readString(pem, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw Certificates.unreadable(pem, e);
        }
    }

    private static byte[] bytes(Path pem, Matcher block) {
        try {
            return Base64.getMimeDecoder().decode(block.group(2).strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the private key in " + pem + " is damaged", e);
        }
    }

    private static PKCS8EncodedKeySpec decrypted(Path pem, byte[] encrypted, @Nullable String password) {
        if (password == null) {
            throw new IllegalArgumentException("the key in " + pem + " is encrypted, and no password is given");
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
            String algorithm = algorithm(info);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
                    info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the key in " + pem
                            + " cannot be decrypted: the password is wrong, or Java does not know the encryption",
                    e);
        }
    }

    /** PBES2 names its parts in its parameters only. */
    private static String algorithm(EncryptedPrivateKeyInfo info) {
        String name = info.getAlgName();
        return name.startsWith("PBEWith") ? name : String.valueOf(info.getAlgParameters());
    }

    /** The encoding itself says of which kind it is, and only that kind's factory takes it. */
    private static PrivateKey key(Path pem, PKCS8EncodedKeySpec encoded) {
        return Stream.of("RSA", "EC", "Ed25519")
                .flatMap(kind -> keyOf(kind, encoded).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the private key in " + pem + " is damaged, or no RSA, EC or Ed25519 key"));
    }

    private static Optional<PrivateKey> keyOf(String kind, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(encoded));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
