/** Planted: breaks the rules on purpose, so that the tests can tell that they would notice. */
@NullMarked
package io.fairlead.floors.planted.cellar;

import org.jspecify.annotations.NullMarked;
