/** Tests of the package of the same name. */
@NullMarked
package io.fairlead.config;

import org.jspecify.annotations.NullMarked;
