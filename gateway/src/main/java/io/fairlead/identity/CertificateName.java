package io.fairlead.identity;

/** Which name of a client's certificate is the user (RFC 5280, sections 4.1.2.6 and 4.2.1.6). */
public enum CertificateName {
    /** The subject's common name; the most specific one, if it has several. */
    CN,
    /** The whole subject, as RFC 2253 writes it. */
    DN,
    /** The first e-mail address of the subject's alternative names. */
    EMAIL,
    /** The first host name of the subject's alternative names. */
    DNS,
    /** The first URI of the subject's alternative names, such as a SPIFFE id. */
    URI
}
