/**
 * Floor 4: who may take how much of the node: connections for each address, user and for all, how fast they come, who is
 * banned, what may wait for all clients together. Pure: time is an argument or injected, and nothing here knows sockets. It
 * may use {@code metrics}, {@code session} and {@code identity}.
 */
@NullMarked
package io.fairlead.shares;

import org.jspecify.annotations.NullMarked;
