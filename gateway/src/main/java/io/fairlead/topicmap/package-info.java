/**
 * Floor 2: the topic map. A pure function of identity and name to topic or refusal, both ways. It may use {@code
 * identity} and {@code topic}; it knows no library and does no I/O.
 */
@NullMarked
package io.fairlead.topicmap;

import org.jspecify.annotations.NullMarked;
