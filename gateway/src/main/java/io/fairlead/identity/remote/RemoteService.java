package io.fairlead.identity.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** How the gateway reaches a service of the operator's over HTTP: which addresses are safe, which certificates hold. */
public final class RemoteService {

    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]", "[0:0:0:0:0:0:0:1]");

    private RemoteService() {}

    /**
     * Whether nobody on the way can change what is said: HTTPS, or plain HTTP that does not leave this machine.
     *
     * @param url with a host
     */
    public static boolean isSafe(URI url) {
        return "https".equalsIgnoreCase(url.getScheme()) || isLoopback(url.getHost());
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) || host.matches("127(\\.\\d{1,3}){3}");
    }

    /**
     * A client that follows no redirect, since what a redirect names is not what was configured. The system's proxy settings count.
     *
     * @param trusted the certificates of authorities to trust, as PEM; null for those that Java trusts
     * @param connectTimeout how long TCP and TLS may take
     * @throws IllegalArgumentException with a sentence if the PEM text holds no certificates
     */
    public static HttpClient client(@Nullable String trusted, Duration connectTimeout) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(ProxySelector.getDefault())
                .connectTimeout(connectTimeout);
        if (trusted != null) {
            client.sslContext(trusting(trusted));
        }
        return client.build();
    }

    /** Throws {@link IllegalArgumentException} with a sentence if the PEM text holds no certificates. */
    public static SSLContext trusting(String pem) {
        try {
            Collection<? extends Certificate> authorities = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (authorities.isEmpty()) {
                throw new IllegalArgumentException("there is no certificate in it");
            }
            return context(authorities);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("it is no PEM text of certificates: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(Collection<? extends Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Why a call failed, as words for a log line. */
    public static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        String message = cause.getMessage();
        String kind = cause.getClass().getSimpleName();
        return message == null ? kind : kind + ": " + message;
    }
}
