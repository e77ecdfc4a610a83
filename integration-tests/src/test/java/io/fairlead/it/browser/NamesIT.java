package io.fairlead.it.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.app.Gateway;
import io.fairlead.broker.FakeBroker;
import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.TopicMapFile;
import io.fairlead.identity.jwt.JwtSigner;
import io.fairlead.problem.Problems;
import io.fairlead.transport.http.PageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation's example of how a page chooses its name, in tabs of a real browser. */
@Timeout(300)
class NamesIT {

    private static final String SECRET = "a secret of tests, long enough for HS256";
    private static final Pattern EXAMPLE =
            Pattern.compile("### The name of a client.*?```js\n(.*?)```", Pattern.DOTALL);
    private static final String TOPICS = """
            version: 1
            routes:
              - name: room
                channel: chat/{room}
                topic: chat/{room}
                payload: json
                subscribe: {allow: [authenticated], qos: 1}
            """;
    private static final String PAGE = """
            <!doctype html><title>A page with a name</title><link rel="icon" href="icon.svg">
            <script src="page.js"></script><script src="example.js"></script>
            """;
    private static final String SCRIPT = """
            const address = "ws://" + location.host + "/ws?access_token=TOKEN";
            const received = [];
            const closes = [];
            const receive = (frame) => received.push(frame);
            const welcomes = () => received.filter((frame) => frame.type === "welcome").map((frame) => frame.client);
            window.WebSocket = class extends WebSocket {
              constructor(url) {
                super(url);
                this.addEventListener("close", ({ code }) => closes.push(code));
              }
            };
            """;

    private static final FakeBroker BROKER = new FakeBroker();
    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        String token = new JwtSigner(SECRET).sign(Map.of("sub", "alice"));
        Map<String, PageSource.Page> pages = Map.of(
                "/", page("text/html", PAGE),
                "/icon.svg", page("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
                "/page.js", page("text/javascript", SCRIPT.replace("TOKEN", token)),
                "/example.js", page("text/javascript", example()));
        gateway = Gateway.start(configuration(), TopicMapFile.parse(TOPICS), BROKER, pages::get);
    }

    private static PageSource.Page page(String type, String text) {
        return new PageSource.Page(type + "; charset=utf-8", text.getBytes(UTF_8));
    }

    private static String example() throws IOException {
        Matcher matcher = EXAMPLE.matcher(Files.readString(Path.of("../docs/protocol.md")));
        if (!matcher.find()) {
            throw new IOException("docs/protocol.md has no example of a client's name");
        }
        return matcher.group(1);
    }

    private static Configuration configuration() {
        String yaml = """
                node: names
                listeners: {web: {host: 127.0.0.1, port: 0}}
                broker: {loops: 2}
                auth: {jwt: {secret: "${SECRET}"}}
                """;
        Problems problems = new Problems();
        return new ConfigurationFile(name -> name.equals("SECRET") ? SECRET : null)
                .parse(Path.of("fairlead.yaml"), yaml, List.of(), problems)
                .orElseThrow(() -> new IllegalArgumentException(problems.list().toString()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        BROKER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"duplicated", "again", "reloaded"})
    void nameOfTheDocumentation_inTabs_isClosedAtMostOnceAndNeverLoops(String scenario) throws Exception {
        try (Scenario script = Scenario.start("names.mjs", scenario, "http://127.0.0.1:" + gateway.port())) {
            script.passes();
        }
    }
}
