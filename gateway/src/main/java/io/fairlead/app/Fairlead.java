package io.fairlead.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code fairlead}: the program's way in, and the list of its subcommands. */
@Command(
        name = "fairlead",
        description = "A gateway between browsers and MQTT, where every failure names its leg.",
        mixinStandardHelpOptions = true,
        versionProvider = Fairlead.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {})
public final class Fairlead {

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /** Runs one command in this process. Returns its exit code; thread-safe. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Fairlead()).setOut(out).setErr(err).execute(args);
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
