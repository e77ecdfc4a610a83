/** Tests of the package of the same name. */
@NullMarked
package io.fairlead.problem;

import org.jspecify.annotations.NullMarked;
