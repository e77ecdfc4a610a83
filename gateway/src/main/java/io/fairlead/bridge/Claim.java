package io.fairlead.bridge;

import io.fairlead.topic.Message;
import io.fairlead.wire.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells all others before it takes a client's own broker session up.
 *
 * @param link the MQTT client id of that session
 * @param instance the page load of the client there; empty if it does not say
 * @param node the node's name
 * @param number tells claims apart; no process ever makes the same twice
 */
record Claim(String link, String instance, String node, long number) {

    byte[] payload() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("link", link);
        fields.put("instance", instance);
        fields.put("node", node);
        fields.put("number", number);
        return JsonTree.write(fields).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what came; null if it is no claim. */
    static @Nullable Claim of(Message message) {
        try {
            Object read = JsonTree.read(new String(message.payload(), StandardCharsets.UTF_8));
            if (read instanceof Map<?, ?> fields
                    && fields.get("link") instanceof String link
                    && fields.get("instance") instanceof String instance
                    && fields.get("node") instanceof String node
                    && fields.get("number") instanceof Number number) {
                return new Claim(link, instance, node, number.longValue());
            }
            return null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
