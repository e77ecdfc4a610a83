/**
 * Floor 0: what is wrong in a file that a person wrote, where it stands, and what would be right. The topic map and the
 * configuration report their mistakes with it. Knows no library and no other floor.
 */
@NullMarked
package io.fairlead.problem;

import org.jspecify.annotations.NullMarked;
