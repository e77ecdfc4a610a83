package io.fairlead.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.CertificateName;
import io.fairlead.identity.Identity;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
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

    private static AuthOutcome outcome(X509Certificate certificate, CertificateName user) {
        return new CertificateIdentity(certificate).outcome(user, true, Certificates.NOW);
    }

    private static Identity identity(X509Certificate certificate, CertificateName user) {
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
    void user_isThePartThatWasConfigured(CertificateName part, String user) {
        assertThat(identity(FULL, part).user()).isEqualTo(user);
    }

    @Test
    void identity_holdsAsLongAsTheCertificate() {
        assertThat(identity(FULL, CertificateName.CN).expires()).isEqualTo(Certificates.END);
    }

    @Test
    void claims_areTheNamesOfTheCertificate() {
        assertThat(identity(FULL, CertificateName.CN).claims())
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
        assertThat(identity(FULL, CertificateName.CN).roles()).containsExactlyInAnyOrder("devices", "north");
        assertThat(new CertificateIdentity(FULL).outcome(CertificateName.CN, false, Certificates.NOW))
                .isInstanceOfSatisfying(
                        AuthOutcome.Verified.class,
                        verified -> assertThat(verified.identity().roles()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"O=Acme", "CN="})
    void subject_withoutCommonName_isRejected(String subject) {
        assertThat(outcome(Certificates.of(subject), CertificateName.CN)).isInstanceOf(AuthOutcome.Rejected.class);
    }

    @Test
    void subject_withSeveralCommonNames_isTheMostSpecific() {
        Identity identity = identity(Certificates.of("CN=leaf,OU=x,CN=root"), CertificateName.CN);

        assertThat(identity.user()).isEqualTo("leaf");
        assertThat(identity.claims()).containsEntry("cert.cn", List.of("leaf", "root"));
    }

    @ParameterizedTest
    @EnumSource(names = {"EMAIL", "DNS", "URI"})
    void alternativeName_thatIsMissing_isRejected(CertificateName part) {
        assertThat(outcome(Certificates.of("CN=a"), part)).isInstanceOf(AuthOutcome.Rejected.class);
    }

    @Test
    void alternativeName_ofWhichThereAreTwo_isTheFirst() {
        X509Certificate two =
                Certificates.of("CN=a", more -> more.addSanDnsName("a.x").addSanDnsName("b.x"));

        assertThat(identity(two, CertificateName.DNS).user()).isEqualTo("a.x");
    }

    @Test
    void name_withEscapedCharacters_isTakenAsItIs() {
        assertThat(identity(Certificates.of("CN=\"a,b=c\\+d\",O=x"), CertificateName.CN)
                        .user())
                .isEqualTo("a,b=c+d");
    }

    @Test
    void certificate_thatHasExpired_asksForAnother() {
        X509Certificate old = Certificates.of("CN=a", more -> more.notAfter(Certificates.NOW));

        assertThat(outcome(old, CertificateName.CN)).isInstanceOf(AuthOutcome.Expired.class);
    }
}
