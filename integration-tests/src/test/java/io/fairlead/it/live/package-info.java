/** Live channels, through the whole gateway, on every broker and in both MQTT versions. */
@NullMarked
package io.fairlead.it.live;

import org.jspecify.annotations.NullMarked;
