package io.fairlead.admission;

import io.fairlead.identity.CertificateName;
import org.jspecify.annotations.Nullable;

/**
 * Whom a listener lets in, and by what it knows them.
 *
 * @param userName what the user name of CONNECT is to the gateway
 * @param brokerJudges whether user name and password are the broker's to judge; only in relay mode
 * @param certificateName which name of a client's certificate is the user; null where certificates say nothing of who it is
 * @param certificateRoles what of a client's certificate is the user's roles
 */
public record AdmissionSettings(
        UserName userName,
        boolean brokerJudges,
        @Nullable CertificateName certificateName,
        CertificateRoles certificateRoles) {

    /** What counts where nothing was configured. */
    public static final AdmissionSettings DEFAULT =
            new AdmissionSettings(UserName.IGNORED, false, null, CertificateRoles.NONE);

    /** What the user name of CONNECT is to the gateway. */
    public enum UserName {
        /** Nothing: the credentials name the user. */
        IGNORED,
        /** Where there is one, it must be the user that the credentials name. */
        CHECKED
    }

    /** What of a client's certificate is the user's roles. */
    public enum CertificateRoles {
        /** Nothing: who comes by certificate has no roles. */
        NONE,
        /** The organizational units of the subject. */
        OU
    }
}
