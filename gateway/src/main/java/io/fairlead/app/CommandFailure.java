package io.fairlead.app;

/** Why a command ends without having done what it was asked, as a sentence for its user, and with which exit code. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The answer is no. */
    static final int NO = 1;

    /** Something the command needs cannot be reached. */
    static final int UNREACHABLE = 3;

    private final int exitCode;

    private CommandFailure(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    static CommandFailure no(String sentence) {
        return new CommandFailure(NO, sentence);
    }

    static CommandFailure unreachable(String sentence) {
        return new CommandFailure(UNREACHABLE, sentence);
    }

    int exitCode() {
        return exitCode;
    }
}
