/**
 * Floor 0: MQTT's values. Topic names, filters and messages as plain data, without a library, a thread or a clock.
 */
@NullMarked
package io.fairlead.topic;

import org.jspecify.annotations.NullMarked;
