/** The rules that hold the house up: who may use whom, and where each library lives. */
@NullMarked
package io.fairlead.floors;

import org.jspecify.annotations.NullMarked;
