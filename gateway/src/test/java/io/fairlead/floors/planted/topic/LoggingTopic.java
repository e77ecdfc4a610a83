package io.fairlead.floors.planted.topic;

import org.slf4j.Logger;

/** Logs, where nothing may. */
interface LoggingTopic {
    void log(Logger logger);
}
