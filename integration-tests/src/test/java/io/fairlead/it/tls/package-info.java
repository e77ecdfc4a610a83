/** The gateway as it ships under TLS: clients of every door, and certificates that change under them. */
@NullMarked
package io.fairlead.it.tls;

import org.jspecify.annotations.NullMarked;
