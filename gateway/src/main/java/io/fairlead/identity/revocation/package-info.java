/**
 * Floor 2, over {@code identity}: credentials that were voided before their time. Pure: time is injected, and who is connected is
 * for others to know.
 */
@NullMarked
package io.fairlead.identity.revocation;

import org.jspecify.annotations.NullMarked;
