package io.fairlead.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.admission.AdmissionSettings.CertificateUser;
import io.fairlead.admission.AdmissionSettings.UserName;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import java.net.URI;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateIdentityTest {

    private static final X509Certificate FULL = Certificates.of(
            "CN=pump-7,OU=devices,OU=north,O=Acme",
            more -> more.addSanRfc822Name("pump@acme.example")
                    .addSanDnsName("pump-7.acme.example")
                    .addSanUriName(URI.create("urn:acme:pump:7"))
                    .addSanIpAddress("127.0.0.1"));

    private static AuthOutcome outcome(X509Certificate certificate, CertificateUser user) {
        AdmissionSettings settings = new AdmissionSettings(UserName.IGNORED, false, user, true);
        return new CertificateIdentity(certificate).outcome(settings, Certificates.NOW);
    }

    private static Identity identity(X509Certificate certificate, CertificateUser user) {
        AuthOutcome outcome = outcome(certificate, user);
        assertThat(outcome).isInstanceOf(AuthOutcome.Verified.class);
        return ((AuthOutcome.Verified) outcome).identity();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN    | pump-7",
                "DN    | CN=pump-7,OU=devices,OU=north,O=Acme",
                "EMAIL | pump@acme.example",
                "DNS   | pump-7.acme.example",
                "URI   | urn:acme:pump:7"
            })
    void user_isThePartThatWasConfigured(CertificateUser part, String user) {
        assertThat(identity(FULL, part).user()).isEqualTo(user);
    }

    @Test
    void identity_holdsAsLongAsTheCertificate() {
        assertThat(identity(FULL, CertificateUser.CN).expires()).isEqualTo(Certificates.END);
    }

    @Test
    void claims_areTheNamesOfTheCertificate() {
        assertThat(identity(FULL, CertificateUser.CN).claims())
                .containsEntry("cert.cn", "pump-7")
                .containsEntry("cert.o", "Acme")
                .containsEntry("cert.dns", "pump-7.acme.example")
                .hasEntrySatisfying(
                        "cert.ou",
                        units -> assertThat(units)
                                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                                .containsExactlyInAnyOrder("devices", "north"));
    }

    @Test
    void roles_areTheUnitsOnlyWhereConfigured() {
        AdmissionSettings without = new AdmissionSettings(UserName.IGNORED, false, CertificateUser.CN, false);

        assertThat(identity(FULL, CertificateUser.CN).roles()).containsExactlyInAnyOrder("devices", "north");
        assertThat(new CertificateIdentity(FULL).outcome(without, Certificates.NOW))
                .isInstanceOfSatisfying(
                        AuthOutcome.Verified.class,
                        verified -> assertThat(verified.identity().roles()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"O=Acme", "CN=a,CN=b", "CN=a+CN=b", "CN="})
    void subject_withoutExactlyOneCommonName_isRejected(String subject) {
        assertThat(outcome(Certificates.of(subject), CertificateUser.CN)).isInstanceOf(AuthOutcome.Rejected.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"EMAIL", "DNS", "URI"})
    void alternativeName_thatIsMissingOrTwice_isRejected(CertificateUser part) {
        X509Certificate two = Certificates.of(
                "CN=a",
                more -> more.addSanRfc822Name("a@x")
                        .addSanRfc822Name("b@x")
                        .addSanDnsName("a.x")
                        .addSanDnsName("b.x")
                        .addSanUriName(URI.create("urn:a"))
                        .addSanUriName(URI.create("urn:b")));

        assertThat(outcome(two, part)).isInstanceOf(AuthOutcome.Rejected.class);
        assertThat(outcome(Certificates.of("CN=a"), part)).isInstanceOf(AuthOutcome.Rejected.class);
    }

    @Test
    void name_withEscapedCharacters_isTakenAsItIs() {
        assertThat(identity(Certificates.of("CN=\"a,b=c\\+d\",O=x"), CertificateUser.CN)
                        .user())
                .isEqualTo("a,b=c+d");
    }

    @Test
    void certificate_thatHasExpired_asksForAnother() {
        X509Certificate old = Certificates.of("CN=a", more -> more.notAfter(Certificates.NOW));

        assertThat(outcome(old, CertificateUser.CN)).isInstanceOf(AuthOutcome.Expired.class);
    }
}
