/** Tests of the package of the same name. */
@NullMarked
package io.fairlead.admission;

import org.jspecify.annotations.NullMarked;
