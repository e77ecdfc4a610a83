/**
 * Floor 4: every meter of the product, and the only home of micrometer. It may use {@code session} for the reasons that
 * errors are counted by.
 */
@NullMarked
package io.fairlead.metrics;

import org.jspecify.annotations.NullMarked;
