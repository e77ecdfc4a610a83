package io.fairlead.app;

import io.fairlead.topicmap.TopicMap;
import io.fairlead.wire.json.JsonTree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead check}: every error and every doubt of both files, by line and column. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks the configuration and the topic map: every error and every doubt, by line and column.")
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Option(names = "--json", description = "Writes one JSON object for another program to read.")
    private boolean json;

    private final Terminal terminal;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
        this.config = new ConfigOptions(terminal);
    }

    @Override
    public Integer call() {
        ConfigOptions.Loaded loaded = config.load();
        if (json) {
            printJson(loaded);
        } else {
            loaded.problems().forEach(problem -> terminal.out().println(ProblemLines.of(problem, terminal)));
            terminal.out().println(summary(loaded));
        }
        return loaded.errors() > 0 ? CommandFailure.NO : 0;
    }

    private String summary(ConfigOptions.Loaded loaded) {
        String files = loaded.file() + " and " + loaded.topics();
        String doubts = loaded.warnings() == 0 ? "" : ", " + ProblemLines.count(loaded.warnings(), "warning");
        if (loaded.errors() > 0) {
            return terminal.bad(ProblemLines.count(loaded.errors(), "error")) + doubts + " in " + files;
        }
        int routes = loaded.map().map().map(TopicMap::size).orElse(0);
        return terminal.good("sound") + ": " + files + ", " + ProblemLines.count(routes, "route") + doubts;
    }

    private void printJson(ConfigOptions.Loaded loaded) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("errors", loaded.errors());
        answer.put("warnings", loaded.warnings());
        answer.put(
                "problems", loaded.problems().stream().map(ProblemLines::json).toList());
        terminal.out().println(JsonTree.write(answer));
    }
}
