/** The load generator against every kind of server it can load. What it measures is not looked at. */
@NullMarked
package io.fairlead.it.bench;

import org.jspecify.annotations.NullMarked;
