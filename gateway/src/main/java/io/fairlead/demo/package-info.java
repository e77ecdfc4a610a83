/**
 * Floor 7: what {@code fairlead demo} shows. A simulated MQTT device and the page to meet it on. It may use the floors
 * below; nobody uses it but {@code app}.
 */
@NullMarked
package io.fairlead.demo;

import org.jspecify.annotations.NullMarked;
