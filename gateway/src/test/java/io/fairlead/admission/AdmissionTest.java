package io.fairlead.admission;

import static io.fairlead.admission.Showing.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.admission.AdmissionSettings.CertificateRoles;
import io.fairlead.admission.AdmissionSettings.UserName;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Authenticator;
import io.fairlead.identity.CertificateName;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import io.fairlead.identity.Peer;
import io.fairlead.identity.TokenlessAuthenticator;
import io.fairlead.identity.jwt.JwtAuthenticator;
import io.fairlead.identity.jwt.JwtKey;
import io.fairlead.identity.jwt.JwtSettings;
import io.fairlead.identity.jwt.JwtSigner;
import io.fairlead.session.Reason;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionTest {

    private static final String SECRET = "correct horse battery staple, and then some";
    private static final Instant NOW = Certificates.NOW;
    private static final String ALICE = token("alice", NOW.plusSeconds(600));
    private static final String BOB = token("bob", NOW.plusSeconds(600));
    private static final String OLD = token("alice", NOW.minusSeconds(600));
    private static final X509Certificate PUMP = Certificates.of("CN=pump-7,OU=devices,O=Acme");

    private static final AdmissionSettings PLAIN = AdmissionSettings.DEFAULT;
    private static final AdmissionSettings CHECKED =
            new AdmissionSettings(UserName.CHECKED, false, CertificateName.CN, CertificateRoles.NONE);
    private static final AdmissionSettings CERTIFIED =
            new AdmissionSettings(UserName.IGNORED, false, CertificateName.CN, CertificateRoles.OU);
    private static final AdmissionSettings BROKER =
            new AdmissionSettings(UserName.IGNORED, true, CertificateName.CN, CertificateRoles.NONE);

    private static String token(String user, Instant expires) {
        return new JwtSigner(SECRET).sign(Map.of("sub", user, "exp", expires.getEpochSecond()));
    }

    private static Authenticator jwt(boolean anonymous) {
        return new JwtAuthenticator(JwtSettings.of(JwtKey.ofSecret(SECRET), anonymous), InstantSource.fixed(NOW));
    }

    private static Admittance admit(AdmissionSettings settings, Authenticator authenticator, Showing shown) {
        List<Admittance> answers = new ArrayList<>();
        new Admission(settings, authenticator, InstantSource.fixed(NOW)).admit(shown.credentials(), answers::add);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static @Nullable String userOf(Admittance admittance) {
        assertThat(admittance).isInstanceOf(Admittance.Admitted.class);
        return ((Admittance.Admitted) admittance).identity().user();
    }

    private static Admittance.Refused refused(Admittance admittance) {
        assertThat(admittance).isInstanceOf(Admittance.Refused.class);
        return (Admittance.Refused) admittance;
    }

    static Stream<Arguments> firstThatIsThere() {
        Showing all = NOTHING.method("fairlead-jwt", ALICE)
                .user("x")
                .password(BOB)
                .handshake(BOB)
                .certificate(PUMP);
        return Stream.of(
                Arguments.of(CERTIFIED, all, "alice"),
                Arguments.of(CERTIFIED, NOTHING.password(ALICE).handshake(BOB).certificate(PUMP), "alice"),
                Arguments.of(CERTIFIED, NOTHING.handshake(ALICE).certificate(PUMP), "alice"),
                Arguments.of(CERTIFIED, NOTHING.user("x").certificate(PUMP), "pump-7"),
                Arguments.of(CERTIFIED, NOTHING.password("").certificate(PUMP), "pump-7"),
                Arguments.of(PLAIN, NOTHING.certificate(PUMP), null),
                Arguments.of(PLAIN, NOTHING.user("alice"), null),
                Arguments.of(PLAIN, NOTHING, null),
                Arguments.of(PLAIN, NOTHING.method("SCRAM-SHA-256", "n,,n=user").password(ALICE), "alice"),
                Arguments.of(
                        BROKER, NOTHING.method("fairlead-jwt", ALICE).user("x").password("y"), "alice"),
                Arguments.of(BROKER, NOTHING.user("x").password("y").handshake(ALICE), "alice"),
                Arguments.of(BROKER, NOTHING.user("x").password("y").certificate(PUMP), "pump-7"),
                Arguments.of(BROKER, NOTHING.user("x"), null),
                Arguments.of(BROKER, NOTHING.user("").password("y"), null),
                Arguments.of(
                        BROKER,
                        NOTHING.method("SCRAM-SHA-256", "n,,n=user").user("x").password("y"),
                        null));
    }

    @ParameterizedTest
    @MethodSource("firstThatIsThere")
    void admit_whatWasShown_countsInItsOrder(AdmissionSettings settings, Showing shown, @Nullable String user) {
        assertThat(userOf(admit(settings, jwt(true), shown))).isEqualTo(user);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        PLAIN, NOTHING, Reason.UNAUTHENTICATED, "nobody is let in here without credentials: a JWT"),
                Arguments.of(BROKER, NOTHING, Reason.UNAUTHENTICATED, "user name and password of the broker"),
                Arguments.of(
                        PLAIN,
                        NOTHING.user("alice").password("hunter2"),
                        Reason.UNAUTHENTICATED,
                        "the password is taken for a token: the token is no signed JWT"),
                Arguments.of(PLAIN, NOTHING.password(OLD), Reason.TOKEN_EXPIRED, "expired"),
                Arguments.of(PLAIN, NOTHING.handshake("x"), Reason.UNAUTHENTICATED, "no signed JWT"),
                Arguments.of(
                        PLAIN,
                        NOTHING.method("fairlead-jwt", null).password(ALICE),
                        Reason.UNAUTHENTICATED,
                        "needs the token as authentication data"),
                Arguments.of(CHECKED, NOTHING.user("bob").password(ALICE), Reason.UNAUTHENTICATED, "user name is not"),
                Arguments.of(
                        CHECKED, NOTHING.user("bob").certificate(PUMP), Reason.UNAUTHENTICATED, "user name is not"),
                Arguments.of(
                        CERTIFIED,
                        NOTHING.certificate(Certificates.of("O=Acme")),
                        Reason.UNAUTHENTICATED,
                        "names no user: it has no common name"),
                Arguments.of(
                        PLAIN,
                        NOTHING.password(token("a\u0000b", NOW.plusSeconds(9))),
                        Reason.UNAUTHENTICATED,
                        "user"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void admit_whatDoesNotHold_isRefusedWithItsReason(
            AdmissionSettings settings, Showing shown, Reason reason, String why) {
        Admittance.Refused refused = refused(admit(settings, jwt(false), shown));

        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.why()).contains(why);
    }

    @Test
    void admit_badPassword_isNeverMadeUpForByWhatComesLater() {
        assertThat(refused(admit(
                                CERTIFIED,
                                jwt(true),
                                NOTHING.password("x").handshake(ALICE).certificate(PUMP)))
                        .reason())
                .isEqualTo(Reason.UNAUTHENTICATED);
    }

    @Test
    void admit_refusedPassword_isNowhereInTheSentence() {
        Showing shown = NOTHING.user("alice").password("hunter2.hunter2.hunter2");

        assertThat(refused(admit(PLAIN, jwt(false), shown)).why()).doesNotContain("hunter2");
        assertThat(refused(admit(PLAIN, jwt(false), shown.password(OLD))).why()).doesNotContain(OLD);
    }

    @Test
    void admit_certificate_bringsRolesWhereConfigured() {
        assertThat(admit(CERTIFIED, jwt(false), NOTHING.certificate(PUMP)))
                .isInstanceOfSatisfying(
                        Admittance.Admitted.class,
                        admitted -> assertThat(admitted.identity().roles()).containsExactly("devices"));
        assertThat(admit(BROKER, jwt(false), NOTHING.certificate(PUMP)))
                .isInstanceOfSatisfying(
                        Admittance.Admitted.class,
                        admitted -> assertThat(admitted.identity().roles()).isEmpty());
    }

    @Test
    void admit_userNameChecked_isThatOfTheCredentialsOrMissing() {
        assertThat(userOf(admit(CHECKED, jwt(false), NOTHING.user("alice").password(ALICE))))
                .isEqualTo("alice");
        assertThat(userOf(admit(CHECKED, jwt(false), NOTHING.password(ALICE)))).isEqualTo("alice");
        assertThat(userOf(admit(CHECKED, jwt(false), NOTHING.user("").password(ALICE))))
                .isEqualTo("alice");
        assertThat(refused(admit(CHECKED, jwt(true), NOTHING.user("alice"))).reason())
                .isEqualTo(Reason.UNAUTHENTICATED);
    }

    @Test
    void admit_brokerJudges_isTheUserNameOnceTheBrokerAccepts() {
        Admittance admittance = admit(BROKER, jwt(false), NOTHING.user("alice").password("hunter2"));

        assertThat(admittance)
                .isInstanceOfSatisfying(
                        Admittance.AdmittedByBroker.class,
                        admitted -> assertThat(admitted.identity())
                                .isEqualTo(new Identity("alice", java.util.Set.of(), Map.of(), null, null)));
    }

    @Test
    void admit_brokerJudgesAnImpossibleName_isRefused() {
        assertThat(refused(admit(BROKER, jwt(false), NOTHING.user("a\u0001").password("p")))
                        .reason())
                .isEqualTo(Reason.UNAUTHENTICATED);
    }

    @Test
    void admit_noTokensConfigured_takesAnonymousAndCertificates() {
        Authenticator none = new TokenlessAuthenticator(true);

        assertThat(userOf(admit(PLAIN, none, NOTHING))).isNull();
        assertThat(userOf(admit(CERTIFIED, none, NOTHING.certificate(PUMP)))).isEqualTo("pump-7");
        assertThat(refused(admit(PLAIN, none, NOTHING.password("x"))).why()).contains("auth.jwt is not configured");
    }

    @Test
    void admit_nobodyButCertificates_takesThoseAlone() {
        Authenticator none = new TokenlessAuthenticator(false);

        assertThat(userOf(admit(CERTIFIED, none, NOTHING.certificate(PUMP)))).isEqualTo("pump-7");
        assertThat(refused(admit(CERTIFIED, none, NOTHING)).why()).startsWith("nobody is let in here");
        assertThat(refused(admit(CERTIFIED, none, NOTHING.password(ALICE))).reason())
                .isEqualTo(Reason.UNAUTHENTICATED);
    }

    @Test
    void authenticatorOf_firstQuestion_isWhoConnectedAndThenFreshTokens() {
        Authenticator authenticator = new Admission(CERTIFIED, jwt(false), InstantSource.fixed(NOW))
                .authenticatorOf(NOTHING.certificate(PUMP).credentials());
        List<AuthOutcome> outcomes = new ArrayList<>();

        authenticator.authenticate(Evidence.ofToken(null), outcomes::add);
        authenticator.authenticate(Evidence.ofToken(ALICE), outcomes::add);
        authenticator.authenticate(Evidence.ofToken(null), outcomes::add);

        assertThat(outcomes)
                .extracting(
                        o -> o instanceof AuthOutcome.Verified v ? v.identity().user() : "-")
                .containsExactly("pump-7", "alice", "-");
    }

    @Test
    void authenticatorOf_whereTheBrokerJudges_isRefused() {
        Admission admission = new Admission(BROKER, jwt(true), InstantSource.fixed(NOW));

        assertThatThrownBy(() -> admission.authenticatorOf(
                        NOTHING.user("alice").password("hunter2").credentials()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void credentials_asText_sayWhatThereIsAndNotWhatItHolds() {
        Showing all = NOTHING.method("fairlead-jwt", ALICE)
                .user("alice")
                .password("hunter2")
                .handshake(BOB)
                .certificate(PUMP);

        assertThat(all.credentials())
                .hasToString(
                        "an authentication method, a user name, a password, a token of the handshake, a certificate");
        assertThat(NOTHING.credentials()).hasToString("no credentials");
        assertThat(new Peer(InetSocketAddress.createUnresolved("host", 1), "web", PUMP, ALICE).toString())
                .doesNotContain(ALICE)
                .contains("web", "with a certificate", "with a token");
    }
}
