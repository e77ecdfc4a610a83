/**
 * Floor 2, over {@code identity}: asks a service of the operator's over HTTP who a client is, and whether it may do what the topic map
 * grants it. The only home of the cache and the circuit breaker. {@link io.fairlead.identity.hook.Hook} is all that others need.
 */
@NullMarked
package io.fairlead.identity.hook;

import org.jspecify.annotations.NullMarked;
