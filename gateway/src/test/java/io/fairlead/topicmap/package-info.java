/** Tests of the package of the same name. */
@NullMarked
package io.fairlead.topicmap;

import org.jspecify.annotations.NullMarked;
