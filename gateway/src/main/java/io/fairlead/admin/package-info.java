/**
 * Floor 7: what the operator's tools ask of a node: whether it lives, and whether it takes clients. It may use {@code
 * transport} and the floors below.
 */
@NullMarked
package io.fairlead.admin;

import org.jspecify.annotations.NullMarked;
