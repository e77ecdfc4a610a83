package io.fairlead.it.mqtt;

/** A message as a client's application sees it. */
record Arrived(String topic, String text, int qos, boolean retain) {

    static Arrived live(String topic, String text, int qos) {
        return new Arrived(topic, text, qos, false);
    }
}
