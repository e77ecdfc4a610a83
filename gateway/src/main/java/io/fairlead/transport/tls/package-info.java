/**
 * Floor 55: TLS towards clients. Which certificate a new connection is shown, by the name that it asks for; certificates that
 * are read again when their files change; what the client must be able to do. It may use {@code identity}, {@code metrics} and
 * {@code pem}.
 */
@NullMarked
package io.fairlead.transport.tls;

import org.jspecify.annotations.NullMarked;
