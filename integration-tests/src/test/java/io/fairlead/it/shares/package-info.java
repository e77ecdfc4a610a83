/** How the node is shared out, with the product as it ships. */
@NullMarked
package io.fairlead.it.shares;

import org.jspecify.annotations.NullMarked;
