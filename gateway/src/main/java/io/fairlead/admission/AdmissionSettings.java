package io.fairlead.admission;

/**
 * Whom a listener lets in, and by what it knows them.
 *
 * @param userName what the user name of CONNECT is to the gateway
 * @param brokerJudges whether user name and password are the broker's to judge ({@code upstream: client}); only in relay mode
 * @param certificateUser which part of a client's certificate names the user
 * @param certificateRoles whether the organizational units of the certificate are the user's roles
 */
public record AdmissionSettings(
        UserName userName, boolean brokerJudges, CertificateUser certificateUser, boolean certificateRoles) {

    /** What counts where nothing was configured. */
    public static final AdmissionSettings DEFAULT =
            new AdmissionSettings(UserName.IGNORED, false, CertificateUser.NONE, false);

    /** What the user name of CONNECT is to the gateway. */
    public enum UserName {
        /** Nothing: the credentials name the user. */
        IGNORED,
        /** Where there is one, it must be the user that the credentials name. */
        CHECKED
    }

    /** Which part of a client's certificate names the user. */
    public enum CertificateUser {
        /** None: a certificate lets a client reach the listener, and says nothing of who it is. */
        NONE,
        /** The subject's common name. */
        CN,
        /** The subject as a whole (RFC 2253). */
        DN,
        /** The mail address among the alternative names. */
        EMAIL,
        /** The host name among the alternative names. */
        DNS,
        /** The URI among the alternative names. */
        URI
    }
}
