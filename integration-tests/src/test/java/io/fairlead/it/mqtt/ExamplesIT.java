package io.fairlead.it.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.NodeScript;
import io.fairlead.it.Tokens;
import io.fairlead.it.live.JsonClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The documentation's examples for MQTT clients, as they stand there but for the addresses. */
@Timeout(60)
class ExamplesIT {

    private static final String CHANNEL = "chat/42";

    private final Front front = Front.of(Front.Behind.MOSQUITTO);

    private static String example(String language) throws IOException {
        String text = Files.readString(Path.of("../docs/protocol.md"));
        Matcher matcher = Pattern.compile("### With any client.*?```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void examplesOfTheDocumentation_run_meetThePageOnTheirChannel() throws Exception {
        try (JsonClient page = front.page()) {
            page.subscribe(CHANNEL);
            Process script = NodeScript.start("--input-type=module", "-e", script());
            try (BufferedReader said = script.inputReader(StandardCharsets.UTF_8)) {
                assertThat(said.readLine()).isEqualTo("chat/42 {\"text\":\"hi from MQTT.js\"}");
                assertThat(device()).isZero();
                assertThat(said.readLine()).isEqualTo("chat/42 {\"text\":\"hi from a device\"}");
            } finally {
                NodeScript.end(script);
            }

            page.awaitMessages(
                    "chat/42 live {\"text\":\"hi from MQTT.js\"}", "chat/42 live {\"text\":\"hi from a device\"}");
        }
    }

    private String script() throws IOException {
        String example = example("js");
        assertThat(example).contains("wss://app.example.org/mqtt");
        return "import mqtt from 'mqtt';\nconst token = '" + Tokens.of("maria")
                + "';\nconst show = (...words) => console.log(words.join(' '));\n"
                + example.replace("wss://app.example.org/mqtt", front.web().jsUrl());
    }

    private int device() throws IOException, InterruptedException {
        String example = example("sh");
        String where = "-h app.example.org -p 8883 --capath /etc/ssl/certs";
        assertThat(example).contains(where);
        Door door = front.tls();
        String here = "-h 127.0.0.1 -p " + door.port() + " --cafile " + door.authority();
        ProcessBuilder shell = new ProcessBuilder(List.of("bash", "-c", example.replace(where, here)));
        shell.environment().put("TOKEN", Tokens.of("maria"));
        Process process = shell.inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
