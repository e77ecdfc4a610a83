package io.fairlead.topic;

/** One MQTT 5 user property (section 3.3.2.3.7). A name may stand more than once in a message. */
public record UserProperty(String name, String value) {}
