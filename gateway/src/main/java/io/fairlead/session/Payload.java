package io.fairlead.session;

import io.fairlead.topicmap.PayloadForm;

/**
 * What a client publishes.
 *
 * @param form which of {@code data}, {@code text} and {@code base64} the frame had
 * @param bytes the bytes for the broker: the JSON text of {@code data} as it came, the UTF-8 of {@code text}, the bytes of
 *     {@code base64}
 */
public record Payload(PayloadForm form, byte[] bytes) {}
