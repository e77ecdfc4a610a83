/**
 * Floor 2: the topic map. A pure function of identity and name to topic or refusal, both ways. It may use {@code
 * identity}, {@code topic} and {@code problem}; it knows no library and does no I/O.
 *
 * <p>{@link io.fairlead.topicmap.RouteDefinition} is a route as a person wrote it, {@link
 * io.fairlead.topicmap.TopicMapCompiler} checks all of them and makes {@link io.fairlead.topicmap.TopicMap}, which
 * answers; {@link io.fairlead.topicmap.MapLint} says what is probably not meant, {@link
 * io.fairlead.topicmap.Explanation} why an answer is what it is.
 */
@NullMarked
package io.fairlead.topicmap;

import org.jspecify.annotations.NullMarked;
