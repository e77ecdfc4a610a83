package io.fairlead.transport.tls;

import io.fairlead.pem.CertificateFiles;
import io.fairlead.pem.OwnCertificate;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a listener at one moment, ready for use, by the names they bear. Counted by reference, since what
 * OpenSSL holds is freed by hand. Any thread.
 */
final class ServedCertificates extends AbstractReferenceCounted {

    private final List<OwnCertificate> certificates = new ArrayList<>();
    private final List<SslContext> contexts = new ArrayList<>();
    private final Map<String, Integer> exact = new HashMap<>();
    /** What stands behind {@code *.} */
    private final Map<String, Integer> wildcards = new HashMap<>();

    private ServedCertificates() {}

    /**
     * Reads all files of a listener. Blocks.
     *
     * @throws IllegalArgumentException if one cannot be used, with a sentence that names it
     */
    static ServedCertificates read(ListenerTls tls, Protocol protocol, SslProvider provider) {
        TlsContexts made = new TlsContexts(tls, protocol, provider);
        ServedCertificates served = new ServedCertificates();
        try {
            for (CertificateFiles files : tls.certificates()) {
                OwnCertificate certificate = files.read();
                served.contexts.add(made.of(certificate));
                served.certificates.add(certificate);
            }
        } catch (RuntimeException e) {
            served.release();
            throw e;
        }
        served.index();
        return served;
    }

    /** Of two certificates for one name the one that lasts longer serves. */
    private void index() {
        for (int i = 0; i < certificates.size(); i++) {
            for (String host : CertificateNames.hosts(certificates.get(i).first())) {
                boolean wildcard = host.startsWith("*.");
                (wildcard ? wildcards : exact).merge(wildcard ? host.substring(2) : host, i, this::lasting);
            }
        }
    }

    private int lasting(int one, int other) {
        return certificates.get(other).ends().isAfter(certificates.get(one).ends()) ? other : one;
    }

    /** What a client that asks for this host is shown; the first certificate if it asks for none or for a stranger's. */
    SslContext contextFor(@Nullable String host) {
        return contexts.get(indexOf(host));
    }

    /** The same, to be looked at. */
    OwnCertificate certificateFor(@Nullable String host) {
        return certificates.get(indexOf(host));
    }

    private int indexOf(@Nullable String host) {
        if (host == null) {
            return 0;
        }
        Integer named = exact.get(host);
        int dot = host.indexOf('.');
        return named != null ? named : dot < 0 ? 0 : wildcards.getOrDefault(host.substring(dot + 1), 0);
    }

    /** All of them, in the order of the configuration. */
    List<OwnCertificate> all() {
        return certificates;
    }

    /** Holds it; whether that was possible, which it is not once it is freed. */
    boolean retained() {
        try {
            retain();
            return true;
        } catch (IllegalReferenceCountException freed) {
            return false;
        }
    }

    @Override
    protected void deallocate() {
        contexts.forEach(ReferenceCountUtil::release);
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }
}
