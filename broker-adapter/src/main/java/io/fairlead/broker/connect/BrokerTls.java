package io.fairlead.broker.connect;

import io.fairlead.broker.BrokerSettings;
import io.fairlead.pem.CertificateFiles;
import io.fairlead.pem.Certificates;
import io.fairlead.pem.FilePrint;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What TLS with the broker is made of. Its files are read again when a link connects and they hold something else; what
 * cannot be used then is told once, and what was there before is used on. Thread-safe.
 */
public final class BrokerTls {

    private static final Logger log = LoggerFactory.getLogger(BrokerTls.class);

    private final BrokerSettings.Tls settings;
    private final Set<Path> files = new LinkedHashSet<>();
    private String print;
    private volatile Material current;

    /**
     * What is in use. The same object as long as nothing changes.
     *
     * @param trusted who signs brokers' certificates
     * @param own what is shown to a broker that asks for a certificate; null for nothing
     */
    public record Material(
            TrustManagerFactory trusted, @Nullable KeyManagerFactory own) {}

    /**
     * Reads the files, and blocks for it.
     *
     * @throws IllegalArgumentException with a sentence that names a file, if it cannot be used
     */
    BrokerTls(BrokerSettings.Tls settings) {
        this.settings = settings;
        if (settings.trusted() != null) {
            files.add(settings.trusted());
        }
        if (settings.own() != null) {
            files.addAll(settings.own().all());
        }
        this.print = FilePrint.of(files);
        this.current = read();
    }

    /** What is in use now. */
    public Material current() {
        return current;
    }

    /** Looks at the files; blocks. */
    synchronized void refresh() {
        String now = FilePrint.of(files);
        if (now.equals(print)) {
            return;
        }
        print = now;
        try {
            current = read();
            log.info("the certificates for the broker have changed; links that connect from now on use the new ones");
        } catch (IllegalArgumentException e) {
            log.warn(
                    "the certificates for the broker have changed and cannot be used: {}. Those from before are used on"
                            + " (leg broker)",
                    e.getMessage());
        }
    }

    private Material read() {
        Path trusted = settings.trusted();
        CertificateFiles own = settings.own();
        return new Material(
                trusted == null ? trustedByJava() : Certificates.trusting(trusted),
                own == null ? null : own.read().keyManagers());
    }

    private static TrustManagerFactory trustedByJava() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the certificates that Java trusts cannot be read: " + e.getMessage(), e);
        }
    }
}
