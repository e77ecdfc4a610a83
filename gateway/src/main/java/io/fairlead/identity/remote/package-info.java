/**
 * Floor 2, over {@code identity}: what it takes to ask a service of the operator's over HTTP without trusting it: an own list of
 * authorities, a bounded body, JSON that says nothing twice. Never on an event loop.
 */
@NullMarked
package io.fairlead.identity.remote;

import org.jspecify.annotations.NullMarked;
