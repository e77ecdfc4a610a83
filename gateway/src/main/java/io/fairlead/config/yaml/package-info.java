/**
 * Floor 7: strict reading of YAML. Every value knows its file, line and column; every mistake is collected with what would
 * be right. Durations, sizes and references to the environment are read here, the same way for every file. It may use
 * {@code problem} and the YAML library.
 */
@NullMarked
package io.fairlead.config.yaml;

import org.jspecify.annotations.NullMarked;
