package io.fairlead.transport.mqtt;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts of PEM files: TLS 1.3 and 1.2, with the ciphers that Java has on. */
public final class TlsContexts {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private TlsContexts() {}

    /**
     * The context of a listener.
     *
     * @throws IllegalArgumentException if a file cannot be used, with a sentence that names it
     */
    public static SslContext of(ListenerTls tls) {
        List<X509Certificate> chain = certificates(tls.certificates());
        PrivateKey key = PrivateKeys.read(tls.key(), tls.keyPassword());
        requirePair(tls, chain.get(0).getPublicKey(), key);
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .clientAuth(tls.clients().asked());
            Path authorities = tls.clientAuthorities();
            return (authorities == null ? builder : builder.trustManager(certificates(authorities))).build();
        } catch (SSLException e) {
            throw new IllegalArgumentException(
                    tls.certificates() + " and " + tls.key() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> certificates(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<?> read = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (read.isEmpty()) {
                throw new IllegalArgumentException("there is no certificate in " + pem);
            }
            return read.stream().map(X509Certificate.class::cast).toList();
        } catch (IOException e) {
            throw unreadable(pem, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(pem + " is no PEM file of certificates", e);
        }
    }

    static IllegalArgumentException unreadable(Path file, IOException why) {
        return new IllegalArgumentException(
                why instanceof NoSuchFileException
                        ? "there is no file " + file
                        : file + " cannot be read (" + why + ")",
                why);
    }

    /** Java would find out with the first client only. */
    private static void requirePair(ListenerTls tls, PublicKey ofCertificate, PrivateKey key) {
        if (!isPair(ofCertificate, key)) {
            throw new IllegalArgumentException(
                    "the key in " + tls.key() + " is not that of the first certificate in " + tls.certificates());
        }
    }

    private static boolean isPair(PublicKey verifying, PrivateKey signing) {
        byte[] text = "fairlead".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(algorithm(verifying.getAlgorithm()));
            signature.initSign(signing);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(verifying);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKind) {
            return false;
        }
    }

    private static String algorithm(@Nullable String ofKey) {
        return switch (String.valueOf(ofKey)) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> String.valueOf(ofKey);
        };
    }
}
