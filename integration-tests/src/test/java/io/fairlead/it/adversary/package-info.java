/** What a stranger, a client or another tenant may try, tried at a gateway as it ships; {@code docs/adversary.md} lists it. */
@NullMarked
package io.fairlead.it.adversary;

import org.jspecify.annotations.NullMarked;
