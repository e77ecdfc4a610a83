package io.fairlead.wire.json;

import io.fairlead.topic.UserProperty;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the user properties that a route lets through: a name's value, or the array of them where it has several. */
final class PropsWriter {

    private static final String ALL = "*";

    private PropsWriter() {}

    /** Writes {@code ,"props":{…}}, or nothing where none is let through. */
    static void write(ByteBuf out, List<UserProperty> properties, Set<String> allowed) {
        if (properties.isEmpty() || allowed.isEmpty()) {
            return;
        }
        Map<String, List<String>> shown = shown(properties, allowed);
        if (!shown.isEmpty()) {
            ByteBufUtil.writeAscii(out, ",\"props\":");
            write(out, shown);
        }
    }

    private static Map<String, List<String>> shown(List<UserProperty> properties, Set<String> allowed) {
        Map<String, List<String>> shown = new LinkedHashMap<>();
        for (UserProperty property : properties) {
            String name = property.name();
            if (!name.startsWith(FairleadProperties.PREFIX) && (allowed.contains(ALL) || allowed.contains(name))) {
                shown.computeIfAbsent(name, first -> new ArrayList<>(1)).add(property.value());
            }
        }
        return shown;
    }

    private static void write(ByteBuf out, Map<String, List<String>> shown) {
        char separator = '{';
        for (Map.Entry<String, List<String>> property : shown.entrySet()) {
            out.writeByte(separator);
            JsonText.string(out, property.getKey());
            out.writeByte(':');
            values(out, property.getValue());
            separator = ',';
        }
        out.writeByte('}');
    }

    private static void values(ByteBuf out, List<String> values) {
        if (values.size() == 1) {
            JsonText.string(out, values.get(0));
            return;
        }
        char separator = '[';
        for (String value : values) {
            out.writeByte(separator);
            JsonText.string(out, value);
            separator = ',';
        }
        out.writeByte(']');
    }
}
