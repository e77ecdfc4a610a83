/** The relay before real brokers, with clients that are played packet by packet. */
@NullMarked
package io.fairlead.it.relay;

import org.jspecify.annotations.NullMarked;
