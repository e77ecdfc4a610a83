package io.fairlead.session;

import java.util.ArrayList;
import java.util.List;

/** Commands that wait for something, in their order and within a bound. */
final class Backlog {

    private final int maxCommands;
    private final int maxBytes;
    private final List<Command> commands = new ArrayList<>(2);
    private int bytes;

    /** @param maxBytes how many bytes of payload may wait */
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
        int size =
                command instanceof Command.Publish publish ? publish.payload().bytes().length : 0;
        if (commands.size() == maxCommands || bytes > maxBytes - size) {
            throw new Refusal(
                    Reason.RATE_LIMITED,
                    "too many commands wait for " + forWhat + "; wait for the answer before you send more");
        }
        commands.add(command);
        bytes += size;
    }

    /** The commands in the order they came. */
    List<Command> commands() {
        return commands;
    }
}
