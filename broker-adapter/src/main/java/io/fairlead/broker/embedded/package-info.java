/**
 * Floor 1b: a broker inside the process, for demonstrations and tests. The only home of HiveMQ CE, whose jars are on the
 * class path only where they are asked for. It may use {@code broker} and {@code topic}.
 */
@NullMarked
package io.fairlead.broker.embedded;

import org.jspecify.annotations.NullMarked;
