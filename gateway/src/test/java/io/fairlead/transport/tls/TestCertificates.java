package io.fairlead.transport.tls;

import io.fairlead.identity.CertificateName;
import io.fairlead.pem.CertificateFiles;
import io.fairlead.transport.tls.ListenerTls.ClientCertificates;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

/** Certificates of one authority, and who trusts it. */
public final class TestCertificates {

    private static final String ALTERNATIVE_NAMES = "2.5.29.17";

    /** Of a name of its own: a chain is sought by names. */
    private final X509Bundle authority = made(
            new CertificateBuilder()
                    .ecp256()
                    .subject("CN=authority " + UUID.randomUUID())
                    .setIsCertificateAuthority(true),
            null);

    /** A certificate for hosts and addresses, good for 90 days. */
    public X509Bundle of(String... hosts) {
        return lasting(Duration.ofDays(90), hosts);
    }

    /** One that ends so long from now. */
    public X509Bundle lasting(Duration life, String... hosts) {
        CertificateBuilder builder = new CertificateBuilder()
                .ecp256()
                .subject("CN=" + hosts[0])
                .notBefore(Instant.now().minus(Duration.ofDays(400)))
                .notAfter(Instant.now().plus(life));
        return made(builder.addExtensionOctetString(ALTERNATIVE_NAMES, false, names(hosts)), authority);
    }

    /** The builder takes no wildcards. */
    private static byte[] names(String... hosts) {
        GeneralName[] names = Stream.of(hosts).map(TestCertificates::name).toArray(GeneralName[]::new);
        try {
            return new GeneralNames(names).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GeneralName name(String host) {
        return new GeneralName(NetUtil.isValidIpV4Address(host) ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    static X509Bundle made(CertificateBuilder builder, @Nullable X509Bundle issuer) {
        try {
            return issuer == null ? builder.buildSelfSigned() : builder.buildIssuedBy(issuer);
        } catch (Exception e) {
            throw new IllegalStateException("the test's certificate cannot be made", e);
        }
    }

    /** Who has signed them. */
    public X509Bundle authority() {
        return authority;
    }

    /** Writes a certificate and its key: NAME.pem and NAME.key. */
    public static CertificateFiles write(Path folder, String name, X509Bundle bundle) {
        CertificateFiles files =
                new CertificateFiles(folder.resolve(name + ".pem"), folder.resolve(name + ".key"), null);
        try {
            Files.writeString(files.certificates(), bundle.getCertificatePathPEM());
            Files.writeString(files.key(), bundle.getPrivateKeyPEM());
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** TLS of a listener that asks nobody for a certificate. */
    static ListenerTls tls(CertificateFiles first, CertificateFiles... more) {
        return new ListenerTls(first, List.of(more), null, ClientCertificates.NONE, CertificateName.CN);
    }

    /** Clients that trust the authority, and show this certificate if they are asked for one. */
    public SSLSocketFactory clients(@Nullable X509Bundle own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys = own == null ? null : own.toKeyManagerFactory().getKeyManagers();
            context.init(keys, new TrustManager[] {authority.toTrustManager()}, null);
            return context.getSocketFactory();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
