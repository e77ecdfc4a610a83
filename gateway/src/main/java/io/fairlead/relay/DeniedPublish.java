package io.fairlead.relay;

/** What an MQTT 3.1.1 client gets for a PUBLISH that it may not make, since that version has no way to say so. */
public enum DeniedPublish {
    /** It is acknowledged and goes nowhere. */
    DROP,
    /** The client is closed. */
    DISCONNECT
}
