package io.fairlead.broker.connect;

import io.fairlead.broker.BrokerAddress;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Locale;

/** Why there is no TLS with the broker, in sentences that say what to do. Java and OpenSSL tell the same in other words. */
final class TlsFailures {

    /** Alerts (RFC 8446, section 6.2) by which a server says that it wants a certificate, or not the one it was shown. */
    private static final List<String> OUR_CERTIFICATE = List.of(
            "certificate_required",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "handshake_failure");

    private TlsFailures() {}

    static String sentence(Throwable cause, BrokerAddress address) {
        String said = NetworkFailures.message(cause);
        String failed = "TLS with the broker at " + address + " failed: ";
        if (NetworkFailures.find(cause, CertificateExpiredException.class) != null) {
            return failed + "the broker's certificate has expired (" + said + "); renew it at the broker";
        }
        if (NetworkFailures.find(cause, CertificateNotYetValidException.class) != null) {
            return failed + "the broker's certificate is not valid yet (" + said
                    + "); check the clocks of both machines";
        }
        if (NetworkFailures.find(cause, CertPathValidatorException.class) != null || isUntrusted(cause)) {
            return failed + "the authority that has signed the broker's certificate is not trusted here (" + said
                    + "); name the file of its own certificate in broker.tls.caFile";
        }
        if (NetworkFailures.find(cause, CertificateException.class) != null) {
            return failed + "the broker's certificate is not for this host (" + said + "); put " + address.host()
                    + " among its alternative names, or name the broker in broker.url as the certificate does";
        }
        return failed + said + remedy(said.toLowerCase(Locale.ROOT));
    }

    private static boolean isUntrusted(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (String.valueOf(at.getMessage()).contains("PKIX path")) {
                return true;
            }
        }
        return false;
    }

    private static String remedy(String said) {
        boolean alert = said.contains("alert");
        if (alert && said.contains("certificate_expired")) {
            return "; the certificate in broker.tls.certFile has expired: renew it";
        }
        if (alert && OUR_CERTIFICATE.stream().anyMatch(said::contains)) {
            return "; the broker wants a certificate of this gateway, or does not accept the one it is shown: have one signed"
                    + " by an authority that the broker trusts, and name it in broker.tls.certFile and keyFile";
        }
        return "; check that the port speaks TLS 1.2 or 1.3, and the broker's log";
    }
}
