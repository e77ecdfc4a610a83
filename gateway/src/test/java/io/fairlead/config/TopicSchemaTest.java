package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema of the map accepts what loading accepts, and refuses the mistakes a schema can see. */
class TopicSchemaTest {

    private final JsonSchema schema;

    TopicSchemaTest() throws IOException {
        String text = Files.readString(Path.of("../conf/schema/topics.schema.json"));
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    }

    static Stream<Path> maps() throws IOException {
        return ShippedMapsTest.maps();
    }

    @ParameterizedTest
    @MethodSource("maps")
    void validate_shippedMap_isAccepted(Path file) throws IOException {
        assertThat(schema.validate(Files.readString(file), InputFormat.YAML)).isEmpty();
    }

    @Test
    void validate_valuesFromTheEnvironment_areAccepted() {
        assertThat(errors("subscribe: {allow: [anyone], qos: \"${QOS:-1}\", expiry: \"${KEEP}\"}"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subscribe: {}",
                "subscribe: {allow: []}",
                "subscribe: {allow: anyone}",
                "subscribe: {allow: [anyon]}",
                "subscribe: {allow: [{}]}",
                "subscribe: {allow: [{rol: x}]}",
                "subscribe: {allow: [{claim: x}]}",
                "subscribe: {allow: [{equals: x}]}",
                "subscribe: {allow: [anyone], qos: 3}",
                "subscribe: {allow: [anyone], expiry: 7}",
                "subscribe: {allow: [anyone], recover: {messages: 5}}",
                "publish: {allow: [anyone], maxBytes: big}",
                "publish: {allow: [anyone], slow: latest}",
                "publsh: {allow: [anyone]}"
            })
    void validate_mistake_isRefusedByTheSchemaAsByLoading(String section) {
        assertThat(errors(section)).isPositive();
        assertThat(TopicMapFile.read("t", map(section), name -> null, "fairlead")
                        .map())
                .isEmpty();
    }

    private int errors(String section) {
        return schema.validate(map(section), InputFormat.YAML).size();
    }

    private static String map(String section) {
        return "version: 1\nroutes:\n- name: r\n  channel: a\n  topic: b\n  " + section + "\n";
    }
}
