package io.fairlead.admission;

import io.fairlead.admission.AdmissionSettings.CertificateRoles;
import io.fairlead.admission.AdmissionSettings.UserName;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Authenticator;
import io.fairlead.identity.CertificateName;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import io.fairlead.session.Refusal;
import io.fairlead.session.Verdict;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Finds out who an MQTT client of one listener is. What it showed counts in this order, and only the first that is there:
 *
 * <ol>
 *   <li>MQTT 5 authentication by the gateway's own method;
 *   <li>the password, which is a JWT, or where the broker judges, the broker's affair;
 *   <li>the token of the WebSocket handshake;
 *   <li>the certificate, where the listener takes users from it;
 *   <li>nothing: an anonymous client, where those are let in.
 * </ol>
 *
 * Where the broker judges user name and password, they come after token and certificate: those have been proved already.
 *
 * <p>Thread-safe. Answers at once or later, on any thread.
 */
public final class Admission {

    private static final String WITHOUT_CREDENTIALS =
            "nobody is let in here without credentials: a JWT as password, or by the"
                    + " authentication method " + Credentials.METHOD
                    + ", or in the WebSocket handshake, or a client certificate where"
                    + " the listener takes users from it";
    private static final String UNKNOWN_TO_BROKER =
            "nobody is let in here without credentials: user name and password of the"
                    + " broker, or a JWT by the authentication method " + Credentials.METHOD
                    + " or in the WebSocket handshake, or a"
                    + " client certificate where the listener takes users from it";

    private final AdmissionSettings settings;
    private final Authenticator authenticator;
    private final InstantSource clock;

    /**
     * @param authenticator checks tokens, and says whether anonymous clients are let in
     * @param clock says what time it is for certificates and tokens
     */
    public Admission(AdmissionSettings settings, Authenticator authenticator, InstantSource clock) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.clock = clock;
    }

    /** Finds out who showed this. */
    public void admit(Credentials shown, Consumer<Admittance> admittance) {
        judge(shown, outcome -> admittance.accept(admittance(shown, outcome)));
    }

    private Admittance admittance(Credentials shown, AuthOutcome outcome) {
        try {
            Identity identity = Verdict.identity(outcome, clock.millis());
            return isUpToBroker(shown) ? new Admittance.AdmittedByBroker(identity) : new Admittance.Admitted(identity);
        } catch (Refusal refusal) {
            return new Admittance.Refused(refusal.reason(), refusal.why());
        }
    }

    /**
     * The authenticator of one connection: its first question is who showed this, all further ones are fresh tokens.
     *
     * @throws IllegalStateException where the broker judges, who would never be asked
     */
    public Authenticator authenticatorOf(Credentials shown) {
        if (settings.brokerJudges()) {
            throw new IllegalStateException("only a connection of the client's own asks the broker who it is");
        }
        return new ConnectionAuthenticator(this, shown);
    }

    /** Checks a fresh token. */
    public void renew(Evidence shown, Consumer<AuthOutcome> outcome) {
        authenticator.authenticate(shown, outcome);
    }

    /** Finds out who showed this, as an authenticator would say it. */
    void judge(Credentials shown, Consumer<AuthOutcome> outcome) {
        Consumer<AuthOutcome> checked = found -> outcome.accept(withUserName(shown, found));
        String password = settings.brokerJudges() ? null : shown.password();
        X509Certificate certificate = shown.certificate();
        CertificateName name = settings.certificateName();
        if (shown.usesOwnMethod()) {
            byMethod(shown, checked);
        } else if (password != null) {
            byToken(shown.evidence(password), why -> "the password is taken for a token: " + why, checked);
        } else if (shown.handshakeToken() != null) {
            byToken(shown.evidence(shown.handshakeToken()), UnaryOperator.identity(), checked);
        } else if (certificate != null && name != null) {
            checked.accept(byCertificate(certificate, name));
        } else if (isUpToBroker(shown)) {
            outcome.accept(new AuthOutcome.Verified(new Identity(shown.userName(), Set.of(), Map.of(), null, null)));
        } else {
            byToken(
                    shown.evidence(null),
                    why -> settings.brokerJudges() ? UNKNOWN_TO_BROKER : WITHOUT_CREDENTIALS,
                    checked);
        }
    }

    private void byMethod(Credentials shown, Consumer<AuthOutcome> outcome) {
        if (shown.methodToken() == null) {
            outcome.accept(new AuthOutcome.Rejected(
                    "the authentication method " + Credentials.METHOD + " needs the token as authentication data"));
        } else {
            authenticator.authenticate(shown.evidence(shown.methodToken()), outcome);
        }
    }

    private AuthOutcome byCertificate(X509Certificate certificate, CertificateName name) {
        boolean roles = settings.certificateRoles() == CertificateRoles.OU;
        return new CertificateIdentity(certificate).outcome(name, roles, clock.instant());
    }

    private void byToken(Evidence evidence, UnaryOperator<String> words, Consumer<AuthOutcome> outcome) {
        authenticator.authenticate(
                evidence,
                found -> outcome.accept(
                        found instanceof AuthOutcome.Rejected rejected
                                ? new AuthOutcome.Rejected(words.apply(rejected.why()))
                                : found));
    }

    private AuthOutcome withUserName(Credentials shown, AuthOutcome found) {
        String userName = shown.userName();
        boolean other = settings.userName() == UserName.CHECKED
                && !settings.brokerJudges()
                && userName != null
                && !userName.isEmpty()
                && found instanceof AuthOutcome.Verified verified
                && !userName.equals(verified.identity().user());
        return other
                ? new AuthOutcome.Rejected(
                        "the user name is not that of the user whom the credentials name;" + " send that one, or none")
                : found;
    }

    /**
     * Whether nothing but user name and password says who it is, and the broker judges those. Beside another authentication
     * method it need not look at them.
     */
    private boolean isUpToBroker(Credentials shown) {
        boolean proved = shown.usesOwnMethod()
                || shown.usesOtherMethod()
                || shown.handshakeToken() != null
                || (shown.certificate() != null && settings.certificateName() != null);
        String userName = shown.userName();
        boolean named = userName != null && !userName.isEmpty() && shown.password() != null;
        return settings.brokerJudges() && named && !proved;
    }
}
