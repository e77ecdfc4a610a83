package io.fairlead.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;

/** The command {@code fairlead}: the program's way in, and the list of its subcommands. */
@Command(
        name = "fairlead",
        description = "A gateway between browsers and MQTT, where every failure names its leg.",
        versionProvider = Fairlead.Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "`fairlead COMMAND --help` says more. Exit codes: 0 done, 1 the answer is no,",
            "2 wrong usage, 3 cannot reach what it needs."
        },
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            TokenCommand.class,
            RevokeCommand.class,
            RevocationsCommand.class,
            SubCommand.class,
            PubCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class,
            RehearseCommand.class
        })
public final class Fairlead {

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Java's TLS reads it once, when it is first needed, and cannot be told otherwise. OpenSSL refuses by itself
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(Terminal.ofProcess(out, err), args));
    }

    /** Runs one command in this process and returns its exit code. */
    static int run(Terminal terminal, String... args) {
        CommandLine line = new CommandLine(new Fairlead(), withTerminal(terminal));
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()));
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(terminal, e));
        int exitCode = args.length == 0 ? usage(line) : line.execute(args);
        terminal.out().flush();
        terminal.err().flush();
        return exitCode;
    }

    private static int usage(CommandLine line) {
        line.usage(line.getErr());
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Terminal terminal, Exception e) {
        if (e instanceof CommandFailure failure) {
            terminal.err().println("fairlead: " + failure.getMessage());
            return failure.exitCode();
        }
        terminal.err().println("fairlead: this should not have happened; please report it with these lines:");
        e.printStackTrace(terminal.err());
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Every command takes the terminal where it has a constructor for one. */
    private static IFactory withTerminal(Terminal terminal) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                try {
                    return type.getDeclaredConstructor(Terminal.class).newInstance(terminal);
                } catch (NoSuchMethodException e) {
                    return CommandLine.defaultFactory().create(type);
                }
            }
        };
    }

    /** What {@code --version} prints: the version of the jar, and of the Java it runs on. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Fairlead.class.getPackage().getImplementationVersion();
            return new String[] {"fairlead " + (version == null ? "(unpackaged)" : version), "Java ${java.version}"};
        }
    }
}
