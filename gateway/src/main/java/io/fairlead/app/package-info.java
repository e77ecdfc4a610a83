/**
 * Floor 8: the command line. Reads what the user asks for, wires the floors below in order, closes them in reverse, and
 * says in sentences what went wrong. It may use every floor, and is the only home of picocli.
 */
@NullMarked
package io.fairlead.app;

import org.jspecify.annotations.NullMarked;
