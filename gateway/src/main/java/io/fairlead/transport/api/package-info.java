/**
 * Floor 6: an HTTP listener for programs, apart from the one that browsers use: requests with small bodies, answers at once or
 * later, on a loop of its own.
 */
@NullMarked
package io.fairlead.transport.api;

import org.jspecify.annotations.NullMarked;
