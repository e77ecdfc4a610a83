/**
 * Floor 7: load against a running gateway, and what it cost. It speaks to servers only over sockets, so it uses Netty and
 * no floor below: what it measures is what a client sees.
 */
@NullMarked
package io.fairlead.bench;

import org.jspecify.annotations.NullMarked;
