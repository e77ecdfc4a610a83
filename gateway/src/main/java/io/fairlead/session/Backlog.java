package io.fairlead.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands that wait for something, in their order and within a bound. */
final class Backlog {

    private final int maxCommands;
    private final int maxBytes;
    private final List<Command> commands = new ArrayList<>(2);
    private int bytes;

    /** @param maxBytes how many bytes of payload may wait; one command that has more may wait alone */
    Backlog(int maxCommands, int maxBytes) {
        this.maxCommands = maxCommands;
        this.maxBytes = maxBytes;
    }

    /**
     * Lets a command wait.
     *
     * @param forWhat what it waits for, as the object of a sentence
     * @throws Refusal if no more may wait
     */
    void add(Command command, String forWhat) {
        int size = size(command);
        boolean fits = commands.isEmpty() || bytes <= maxBytes - size;
        if (commands.size() == maxCommands || !fits) {
            throw new Refusal(
                    Reason.RATE_LIMITED,
                    "too many commands wait for " + forWhat + "; wait for the answer before you send more");
        }
        commands.add(command);
        bytes += size;
    }

    /** The first; null if there is none. */
    @Nullable
    Command first() {
        return commands.isEmpty() ? null : commands.get(0);
    }

    /** Takes the first; null if there is none. */
    @Nullable
    Command poll() {
        if (commands.isEmpty()) {
            return null;
        }
        Command first = commands.remove(0);
        bytes -= size(first);
        return first;
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    /** How many bytes of payload a command has. */
    static int size(Command command) {
        return command instanceof Command.Publish publish ? publish.payload().bytes().length : 0;
    }

    /** The commands in the order they came. */
    List<Command> commands() {
        return commands;
    }
}
