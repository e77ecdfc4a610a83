/**
 * Floor 1a: how links find and reach the broker, whatever they speak with: the budget of attempts that all of them share,
 * which address and version is next and after which pause, and what became of an attempt, as a sentence. It may use {@code
 * broker} and {@code topic}.
 */
@NullMarked
package io.fairlead.broker.connect;

import org.jspecify.annotations.NullMarked;
