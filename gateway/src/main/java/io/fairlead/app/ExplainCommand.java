package io.fairlead.app;

import io.fairlead.config.Configuration;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import io.fairlead.identity.jwt.JwtAuthenticator;
import io.fairlead.identity.jwt.JwtSettings;
import io.fairlead.topicmap.Explanation;
import io.fairlead.topicmap.Purpose;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fairlead explain}: what the topic map makes of a channel for somebody, and why. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says what the topic map makes of a channel for somebody, and why. Exit code 1: it is refused.")
final class ExplainCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Mixin
    private ClaimOptions somebody = new ClaimOptions();

    @Option(
            names = {"-t", "--token"},
            paramLabel = "TOKEN",
            description = "Whoever this token names, instead of --user, --role and --claim.")
    private @Nullable String token;

    @Option(names = "--client", paramLabel = "NAME", defaultValue = "client", description = "The client's name.")
    private String client = "client";

    @Option(names = "--json", description = "Writes one JSON object for another program to read.")
    private boolean json;

    @Parameters(index = "0", paramLabel = "subscribe|publish", description = "What is wanted of the channel.")
    private Purpose purpose = Purpose.SUBSCRIBE;

    @Parameters(index = "1", paramLabel = "CHANNEL", description = "The channel, or for subscribe a channel filter.")
    private String channel = "";

    private final Terminal terminal;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
        this.config = new ConfigOptions(terminal);
    }

    @Override
    public Integer call() {
        ConfigOptions.Sound sound = config.loadSound();
        Explanation explanation = sound.map().explain(purpose, identity(sound.configuration()), client, channel);
        if (json) {
            terminal.out().println(ExplanationText.json(explanation));
        } else {
            new ExplanationText(explanation, terminal).lines().forEach(terminal.out()::println);
        }
        return explanation.verdict().allowed() ? 0 : CommandFailure.NO;
    }

    private Identity identity(Configuration configuration) {
        if (token != null && somebody.given()) {
            throw CommandFailure.no("--token says already who it is; leave out --user, --role and --claim");
        }
        if (token != null) {
            return verified(configuration.auth().jwt(), token);
        }
        return somebody.given()
                ? new Identity(somebody.user, Set.copyOf(somebody.roles), somebody.claims(), null, null)
                : Identity.ANONYMOUS;
    }

    private static String why(AuthOutcome answer) {
        if (answer instanceof AuthOutcome.Expired expired) {
            return expired.why();
        }
        return answer instanceof AuthOutcome.Unavailable unavailable
                ? unavailable.why() + " (auth.jwt.jwks.url; the warning above says what failed)"
                : ((AuthOutcome.Rejected) answer).why();
    }

    private static Identity verified(@Nullable JwtSettings settings, String token) {
        if (settings == null) {
            throw CommandFailure.no("this gateway checks no tokens: auth.jwt is not configured");
        }
        CompletableFuture<AuthOutcome> outcome = new CompletableFuture<>();
        AuthOutcome answer;
        try (JwtAuthenticator authenticator = new JwtAuthenticator(settings, InstantSource.system())) {
            authenticator.authenticate(Evidence.ofToken(token), outcome::complete);
            answer = outcome.join();
        }
        if (answer instanceof AuthOutcome.Verified verified) {
            return verified.identity();
        }
        throw CommandFailure.no(why(answer));
    }
}
