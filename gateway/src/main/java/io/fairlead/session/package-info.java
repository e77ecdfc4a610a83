/**
 * Floor 3: one client's session as a state machine. Commands and events in, effects out; time is an argument and the
 * next deadline a question. No I/O, no clock, no thread, no library. It may use {@code topicmap}, {@code identity},
 * {@code broker} and {@code topic}.
 */
@NullMarked
package io.fairlead.session;

import org.jspecify.annotations.NullMarked;
