package io.fairlead.transport.tls;

import io.fairlead.pem.FilePrint;
import io.fairlead.pem.OwnCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener's TLS whose files are looked at now and then. What they hold is taken once it is the same at two looks, so that
 * no half-written file is; what cannot be used is tried again when it changes, and told once. Not thread-safe.
 */
final class WatchedEndpoint {

    private static final Logger log = LoggerFactory.getLogger(WatchedEndpoint.class);
    private static final Duration NOTICE = Duration.ofDays(14);

    private final TlsEndpoint endpoint;
    private final Reloads reloads;
    private String taken;
    private String seen;
    private String refused = "";
    private boolean complained;

    /** Counts what became of new files. */
    interface Reloads {
        void taken();

        void refused();
    }

    WatchedEndpoint(TlsEndpoint endpoint, Reloads reloads) {
        this.endpoint = endpoint;
        this.reloads = reloads;
        this.taken = FilePrint.of(endpoint.files());
        this.seen = taken;
        warnOfEnds();
    }

    /** Looks, and takes what is new and has been there at the last look already. */
    void look() {
        String now = FilePrint.of(endpoint.files());
        boolean settled = now.equals(seen);
        seen = now;
        if (now.equals(taken)) {
            complained = false;
        } else if (settled && !now.equals(refused)) {
            reload(now);
        }
    }

    /** Takes what there is, new or not. */
    void take() {
        reload(FilePrint.of(endpoint.files()));
    }

    private void reload(String print) {
        try {
            endpoint.reload();
        } catch (IllegalArgumentException e) {
            refused = print;
            complain(String.valueOf(e.getMessage()));
            return;
        }
        taken = print;
        refused = "";
        complained = false;
        reloads.taken();
        log.info("listener {}: new connections are shown {}", endpoint.listener(), shown());
        warnOfEnds();
    }

    private void complain(String why) {
        if (!complained) {
            complained = true;
            reloads.refused();
            log.warn(
                    "listener {}: its certificate files have changed and cannot be used yet: {}. The certificate from before"
                            + " serves on, and they are tried again when they change",
                    endpoint.listener(),
                    why);
        }
    }

    private String shown() {
        return endpoint.certificates().stream()
                .map(one -> one.first().getSubjectX500Principal() + " ("
                        + one.files().certificates() + ", until " + one.ends() + ")")
                .collect(Collectors.joining(", "));
    }

    private void warnOfEnds() {
        Instant soon = Instant.now().plus(NOTICE);
        for (OwnCertificate one : endpoint.certificates()) {
            if (one.ends().isBefore(soon)) {
                log.warn(
                        "listener {}: the certificate in {} ends on {}",
                        endpoint.listener(),
                        one.files().certificates(),
                        one.ends());
            }
        }
    }
}
