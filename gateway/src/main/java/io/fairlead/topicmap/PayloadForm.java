package io.fairlead.topicmap;

/** The form in which a message's payload stands in a frame; the order is the order of fallback. */
public enum PayloadForm {
    JSON,
    TEXT,
    BINARY
}
