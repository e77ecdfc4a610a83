package io.fairlead.app;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * The wish of the operating system that the process end: the first SIGTERM or SIGINT asks for it, a second one ends it at
 * once. And SIGHUP, which wishes for something else.
 *
 * <p>A shutdown hook would not do: while hooks run, Java hears no second signal. Signals are reached by reflection, because
 * the compiler takes {@code sun.misc.Signal} for a warning that cannot be suppressed.
 */
final class Signals {

    private static final int ENDED_BY_SIGNAL = 143;

    private final CountDownLatch asked = new CountDownLatch(1);

    /** Takes the signals over for the rest of the process. */
    static Signals take() {
        Signals signals = new Signals();
        try {
            handle("TERM", signals::heard);
            handle("INT", signals::heard);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // A Java without these signals: a hook hears the first one, and the second one is lost.
            Runtime.getRuntime().addShutdownHook(new Thread(signals::heard, "fairlead-shutdown"));
        }
        return signals;
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        asked.await();
    }

    /** Waits for the first signal, but not for ever; whether it has come. */
    boolean await(long time, TimeUnit unit) throws InterruptedException {
        return asked.await(time, unit);
    }

    private void heard() {
        if (asked.getCount() == 0) {
            Runtime.getRuntime().halt(ENDED_BY_SIGNAL);
        }
        asked.countDown();
    }

    /** Does something at every SIGHUP from now on, on a thread of its own. Without it, that signal ends the process. */
    static void onHangup(Runnable action) {
        try {
            handle("HUP", action);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LoggerFactory.getLogger(Signals.class).info("SIGHUP is not heard on this Java: {}", e.toString());
        }
    }

    private static void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object onSignal =
                Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (p, method, args) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                    }
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), onSignal);
    }
}
