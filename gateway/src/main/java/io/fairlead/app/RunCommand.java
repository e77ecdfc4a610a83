package io.fairlead.app;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.embedded.EmbeddedBroker;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.transport.http.PageSource;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead run}: the gateway, until a signal ends it. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gateway until SIGTERM or SIGINT. Clients are then sent elsewhere (drain.window); a second signal ends it at once.",
            "SIGHUP has the files of certificates read again at once; they are watched anyway.",
            "Prints one line for each listener once it accepts connections, and `ready` once the broker has answered."
        })
final class RunCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 20;

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--embedded-broker",
            description = "Starts a broker (HiveMQ CE) in this process and uses it, whatever broker.url says.")
    private boolean embedded;

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
        if (!embedded) {
            return serve(sound, sound.configuration().broker(), signals);
        }
        try (EmbeddedBroker broker = EmbeddedBrokers.start(0)) {
            BrokerSettings settings = BrokerSettings.of(broker.url());
            terminal.out().println("embedded broker on " + broker.url());
            return serve(sound, settings, signals);
        }
    }

    private int serve(ConfigOptions.Sound sound, BrokerSettings settings, Signals signals) throws InterruptedException {
        try (Broker broker = new HiveMqBroker(settings);
                Gateway gateway = start(sound, broker)) {
            terminal.out().println("listening on " + gateway.listener());
            gateway.mqttListeners().forEach(line -> terminal.out().println("listening on " + line));
            if (gateway.adminListener() != null) {
                terminal.out().println("admin on " + gateway.adminListener());
            }
            Signals.onHangup(gateway::reloadCertificates);
            if (becomesReady(gateway, signals)) {
                terminal.out().println("ready");
            }
            signals.await();
            gateway.drain();
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
