/**
 * Runs Fairlead and others under the same load, one after the other, and sets what they cost against a floor. A program of
 * its own, started by {@code integration-tests/bench/run}; as a test it asserts nothing about time.
 */
@NullMarked
package io.fairlead.comparison;

import org.jspecify.annotations.NullMarked;
