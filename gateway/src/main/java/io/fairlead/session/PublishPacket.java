package io.fairlead.session;

/**
 * What a publish that came as an MQTT packet says beside. Such a packet is a device's, whose meaning stays: its payload is
 * taken as it is whatever the route's form, and goes out with the QoS it has.
 *
 * @param utf8 whether it says that its payload is UTF-8 (MQTT 5, section 3.3.2.3.2)
 */
public record PublishPacket(boolean utf8) {}
