package io.fairlead.it.mqtt;

/** Whose client it is. */
enum Library {
    MQTT_JS {
        @Override
        ForeignClient connect(Entry entry) {
            return MqttJs.inNode().connect(entry);
        }
    },
    MQTT_JS_IN_CHROMIUM {
        @Override
        ForeignClient connect(Entry entry) {
            return MqttJs.inChromium().connect(entry);
        }
    },
    PAHO {
        @Override
        ForeignClient connect(Entry entry) {
            return entry.isVersion5() ? new Paho5(entry) : new Paho3(entry);
        }
    },
    HIVEMQ {
        @Override
        ForeignClient connect(Entry entry) {
            return entry.isVersion5() ? HiveMq5.connect(entry) : HiveMq3.connect(entry);
        }
    },
    MOSQUITTO {
        @Override
        ForeignClient connect(Entry entry) {
            return new MosquittoPrograms(entry);
        }
    };

    /** Connects one; throws {@link RefusedException} if it may not. */
    abstract ForeignClient connect(Entry entry);
}
