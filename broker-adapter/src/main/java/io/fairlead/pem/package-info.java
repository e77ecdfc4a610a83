/**
 * Floor 0a: certificates and private keys out of PEM files (RFC 7468), for TLS towards clients and towards the broker. It may
 * use nothing of the house.
 */
@NullMarked
package io.fairlead.pem;

import org.jspecify.annotations.NullMarked;
