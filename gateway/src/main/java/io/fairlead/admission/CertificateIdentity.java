package io.fairlead.admission;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.CertificateName;
import io.fairlead.identity.Identity;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * Who a certificate names (RFC 5280, sections 4.1.2.6 and 4.2.1.6). That it holds, and that the client owns its key, the TLS
 * handshake has shown.
 */
record CertificateIdentity(X509Certificate certificate) {

    private static final Map<String, String> SUBJECT = Map.of("CN", "cert.cn", "O", "cert.o", "OU", "cert.ou");

    private static final Map<CertificateName, String> WORDS = Map.of(
            CertificateName.CN, "common name (CN)",
            CertificateName.DN, "subject",
            CertificateName.EMAIL, "mail address among its alternative names",
            CertificateName.DNS, "host name among its alternative names",
            CertificateName.URI, "URI among its alternative names");

    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;

    /** The identity with the claims {@code cert.dn}, {@code cert.cn}, {@code cert.o}, {@code cert.ou} and so on. */
    AuthOutcome outcome(CertificateName userName, boolean unitsAreRoles, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        if (!end.isAfter(now)) {
            return new AuthOutcome.Expired("the client certificate expired at " + end + "; come back with a new one");
        }
        try {
            Map<String, List<String>> names = names();
            List<String> users = names.getOrDefault(key(userName), List.of());
            if (users.isEmpty() || users.get(0).isEmpty()) {
                return new AuthOutcome.Rejected(
                        "the client certificate names no user: it has no " + WORDS.get(userName));
            }
            Set<String> roles = unitsAreRoles ? Set.copyOf(names.getOrDefault("cert.ou", List.of())) : Set.of();
            return new AuthOutcome.Verified(new Identity(users.get(0), roles, claims(names), end, null));
        } catch (NamingException | CertificateParsingException e) {
            return new AuthOutcome.Rejected("the names of the client certificate cannot be read");
        }
    }

    private static String key(CertificateName user) {
        return "cert." + user.name().toLowerCase(Locale.ROOT);
    }

    private Map<String, List<String>> names() throws NamingException, CertificateParsingException {
        String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put("cert.dn", List.of(subject));
        addSubject(names, subject);
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
            switch ((Integer) alternative.get(0)) {
                case EMAIL -> add(names, "cert.email", alternative.get(1));
                case DNS -> add(names, "cert.dns", alternative.get(1));
                case URI -> add(names, "cert.uri", alternative.get(1));
                default -> {}
            }
        }
        return names;
    }

    private static void addSubject(Map<String, List<String>> names, String subject) throws NamingException {
        List<Rdn> rdns = new ArrayList<>(new LdapName(subject).getRdns());
        // The most specific comes first then.
        Collections.reverse(rdns);
        for (Rdn rdn : rdns) {
            for (Attribute attribute : Collections.list(rdn.toAttributes().getAll())) {
                String key = SUBJECT.get(attribute.getID().toUpperCase(Locale.ROOT));
                if (key != null) {
                    addAll(names, key, attribute);
                }
            }
        }
    }

    private static void addAll(Map<String, List<String>> names, String key, Attribute attribute)
            throws NamingException {
        for (Object value : Collections.list(attribute.getAll())) {
            add(names, key, value);
        }
    }

    private static void add(Map<String, List<String>> names, String key, Object value) throws NamingException {
        if (!(value instanceof String text)) {
            throw new NamingException("a name that is no text");
        }
        names.computeIfAbsent(key, first -> new ArrayList<>(1)).add(text);
    }

    /** One value is a text, as a token's claim would be; several are a list. */
    private static Map<String, Object> claims(Map<String, List<String>> names) {
        Map<String, Object> claims = new LinkedHashMap<>();
        names.forEach((name, values) -> claims.put(name, values.size() == 1 ? values.get(0) : List.copyOf(values)));
        return Map.copyOf(claims);
    }
}
