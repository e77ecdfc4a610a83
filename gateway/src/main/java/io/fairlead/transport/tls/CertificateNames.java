package io.fairlead.transport.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The hosts that a certificate is for, as it says itself. */
final class CertificateNames {

    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private CertificateNames() {}

    /** Its DNS names, small, wildcards as they are written; the common name where it has no alternative names at all. */
    static Set<String> hosts(X509Certificate certificate) {
        Set<String> hosts = alternatives(certificate, DNS);
        if (hosts.isEmpty() && addresses(certificate).isEmpty()) {
            String common = commonName(certificate);
            return common.isEmpty() ? Set.of() : Set.of(common);
        }
        return hosts;
    }

    /** Its IP addresses. */
    static Set<String> addresses(X509Certificate certificate) {
        return alternatives(certificate, ADDRESS);
    }

    /** Whether it has alternative names; clients of today look at nothing else (RFC 9525, section 6.3). */
    static boolean hasAlternatives(X509Certificate certificate) {
        return !alternatives(certificate, DNS).isEmpty()
                || !addresses(certificate).isEmpty();
    }

    /** Whether a wildcard is one that clients accept: the whole first label, and two further ones (RFC 9525, section 6.3). */
    static boolean isMatchable(String host) {
        String rest = host.startsWith("*.") ? host.substring(2) : host;
        return rest.indexOf('*') < 0 && (rest.equals(host) || rest.indexOf('.') > 0);
    }

    /** A host as names are compared: small, without the root's dot. */
    static String canonical(String host) {
        String small = host.toLowerCase(Locale.ROOT);
        return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
    }

    private static Set<String> alternatives(X509Certificate certificate, int kind) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                all.stream()
                        .filter(name -> name.get(0) instanceof Integer type && type == kind)
                        .forEach(name -> names.add(canonical(String.valueOf(name.get(1)))));
            }
        } catch (CertificateParsingException unreadable) {
            return Set.of();
        }
        return names;
    }

    private static String commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(value -> canonical(String.valueOf(value)))
                            .findFirst()
                            .orElse("");
        } catch (InvalidNameException e) {
            return "";
        }
    }
}
