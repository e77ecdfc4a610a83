@NullMarked
package io.fairlead.admin;

import org.jspecify.annotations.NullMarked;
