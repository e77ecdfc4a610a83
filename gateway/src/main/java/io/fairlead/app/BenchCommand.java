package io.fairlead.app;

import picocli.CommandLine.Command;

/** {@code fairlead bench}: the kinds of load there are. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Puts load on a running gateway and says what came of it.",
        subcommands = FanoutCommand.class)
final class BenchCommand {}
