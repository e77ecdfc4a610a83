package io.fairlead.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.fairlead.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the log looks: one line of text or one JSON object for each event, on standard error. Set up in code, since reading
 * an XML file would take a tenth of the time in which the gateway has to be up.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    private static final String TEXT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %msg%n%ex";

    /** Its lines are wanted or not, whatever else is worth one. */
    private static final String ACCESS = "fairlead.access";

    /** The logger above all others of Fairlead's own. */
    private static final String OWN = "io.fairlead";

    /** The start of every command, until its configuration is read: warnings as text. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        setUp(context, new Configuration.Log(Configuration.Log.Format.TEXT, Configuration.Log.Level.WARN, false));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Logs from now on as configured. */
    static void apply(Configuration.Log settings) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            setUp(context, settings);
        }
    }

    private static void setUp(LoggerContext context, Configuration.Log settings) {
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender(context, settings.format()));
        Level level = Level.toLevel(settings.level().name());
        // Below warnings libraries write down packets and headers whole, and with them what clients show
        root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        context.getLogger(OWN).setLevel(level);
        context.getLogger(ACCESS).setLevel(settings.access() ? Level.INFO : Level.OFF);
    }

    private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context, Configuration.Log.Format format) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(format == Configuration.Log.Format.JSON ? json(context) : text(context));
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(TEXT);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.start();
        return encoder;
    }
}
