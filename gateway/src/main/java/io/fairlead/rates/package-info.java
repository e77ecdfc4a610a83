/** What clients of one user share in, over all loops (floor 35). */
@NullMarked
package io.fairlead.rates;

import org.jspecify.annotations.NullMarked;
