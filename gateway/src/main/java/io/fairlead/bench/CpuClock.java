package io.fairlead.bench;

import io.fairlead.bench.FanoutPlan.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the CPU time that processes have used, all their threads together, from {@code /proc/PID/stat}. */
final class CpuClock {

    /** Linux counts user time for programs in hundredths of a second, whatever the kernel's own tick is. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private CpuClock() {}

    /** The CPU time of each process so far, in microseconds, by its label; processes of one label are added. */
    static Map<String, Long> read(List<ServerProcess> processes) {
        Map<String, Long> times = new LinkedHashMap<>();
        for (ServerProcess process : processes) {
            times.merge(process.label(), read(process), Long::sum);
        }
        return times;
    }

    private static long read(ServerProcess process) {
        try {
            return micros(Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat")));
        } catch (IOException e) {
            throw new BenchException(
                    "The CPU time of process " + process.pid() + " (" + process.label()
                            + ") cannot be read; is it running, on this machine, under Linux?",
                    e);
        }
    }

    /** User and system time of a line of {@code /proc/PID/stat}, in microseconds. The name in it may hold blanks. */
    static long micros(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * MICROS_PER_TICK;
    }

    /** What was used between two readings. */
    static Map<String, Long> between(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> used = new LinkedHashMap<>();
        after.forEach((label, micros) -> used.put(label, micros - before.getOrDefault(label, 0L)));
        return used;
    }
}
