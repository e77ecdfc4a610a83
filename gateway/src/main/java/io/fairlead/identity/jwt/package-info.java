/**
 * Floor 2: who a client is, by a signed token (RFC 7519). The only home of the JWT library. It may use {@code identity}.
 */
@NullMarked
package io.fairlead.identity.jwt;

import org.jspecify.annotations.NullMarked;
