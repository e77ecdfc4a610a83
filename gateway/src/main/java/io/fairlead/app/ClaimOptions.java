package io.fairlead.app;

import io.fairlead.wire.json.JsonTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that describe somebody: a user, roles, claims. */
final class ClaimOptions {

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME",
            description = "The user's name.")
    @Nullable
    String user;

    @Option(names = "--role", paramLabel = "ROLE", description = "A role; may be given several times.")
    List<String> roles = new ArrayList<>();

    @Option(
            names = "--claim",
            paramLabel = "NAME=VALUE",
            description = "A claim; the value is JSON or a text. Given several times, it is a list.")
    private List<String> claims = new ArrayList<>();

    /** Whether anything was said. */
    boolean given() {
        return user != null || !roles.isEmpty() || !claims.isEmpty();
    }

    /** The claims by name. */
    Map<String, Object> claims() {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        for (String claim : claims) {
            int equals = claim.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.no("--claim " + claim + " is no NAME=VALUE");
            }
            values.computeIfAbsent(claim.substring(0, equals), name -> new ArrayList<>())
                    .add(value(claim.substring(equals + 1)));
        }
        Map<String, Object> result = new LinkedHashMap<>();
        values.forEach((name, all) -> result.put(name, all.size() == 1 ? all.get(0) : all));
        return result;
    }

    /** Lists and booleans as JSON; a number stays the text it is, since names often look like numbers. */
    private static Object value(String text) {
        boolean structured =
                text.startsWith("[") || text.startsWith("{") || text.equals("true") || text.equals("false");
        if (!structured) {
            return text;
        }
        try {
            Object value = JsonTree.read(text);
            return value == null ? text : value;
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
