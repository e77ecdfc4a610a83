package io.fairlead.app;

import io.fairlead.broker.Broker;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.transport.http.PageSource;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fairlead run}: the gateway, until a signal ends it. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gateway until SIGTERM or SIGINT; a second signal ends it at once.",
            "Prints one line for each listener once it accepts connections, and `ready` once the broker has answered."
        })
final class RunCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 20;

    @Mixin
    private ConfigOptions config;

    private final Terminal terminal;

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
        this.config = new ConfigOptions(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfigOptions.Sound sound = config.loadSound();
        Logging.apply(sound.configuration().log());
        Signals signals = Signals.take();
        try (Broker broker = new HiveMqBroker(sound.configuration().broker());
                Gateway gateway = start(sound, broker)) {
            terminal.out().println("listening on " + gateway.listener());
            if (becomesReady(gateway, signals)) {
                terminal.out().println("ready");
            }
            signals.await();
        }
        return 0;
    }

    private static Gateway start(ConfigOptions.Sound sound, Broker broker) {
        try {
            return Gateway.start(sound.configuration(), sound.map(), broker, PageSource.NONE);
        } catch (IOException e) {
            throw CommandFailure.unreachable(String.valueOf(e.getMessage()));
        }
    }

    /** Waits for the broker, or for the end; whether it was the broker. */
    private static boolean becomesReady(Gateway gateway, Signals signals) throws InterruptedException {
        while (!gateway.brokerUp()) {
            if (signals.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }
}
