/** The MQTT doors, with clients that somebody else wrote, in front of real brokers. */
@NullMarked
package io.fairlead.it.mqtt;

import org.jspecify.annotations.NullMarked;
