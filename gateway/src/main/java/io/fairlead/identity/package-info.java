/**
 * Floor 2, below the topic map: who a client is. Knows no library; {@code identity.jwt} is the only home of the JWT
 * library.
 */
@NullMarked
package io.fairlead.identity;

import org.jspecify.annotations.NullMarked;
