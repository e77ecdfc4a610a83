package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairleadTest {

    private final Shell shell = new Shell();

    @Test
    void no_command_prints_the_usage_and_is_wrong_usage() {
        assertThat(shell.run()).isEqualTo(2);
        assertThat(shell.err()).contains("Usage: fairlead", "check", "Exit codes");
    }

    @Test
    void help_is_no_error_and_has_no_colours() {
        assertThat(shell.run("--help")).isZero();
        assertThat(shell.out()).contains("Usage: fairlead").doesNotContain("\u001b");
    }

    @Test
    void help_as_a_command_says_the_same_and_more_of_one_command() {
        assertThat(shell.run("help")).isZero();
        assertThat(shell.out()).contains("Usage: fairlead", "Exit codes");
        assertThat(shell.run("help", "check")).isZero();
        assertThat(shell.out()).contains("Usage: fairlead check");
    }

    @Test
    void unknown_command_names_the_near_ones() {
        assertThat(shell.run("chekc")).isEqualTo(2);
        assertThat(shell.err()).contains("chekc", "check");
    }

    @Test
    void version_names_program_and_java() {
        assertThat(shell.run("--version")).isZero();
        assertThat(shell.out()).startsWith("fairlead ").contains("Java ");
    }

    @Test
    void completion_is_a_script_that_knows_the_commands_and_no_hidden_ones() {
        assertThat(shell.run("completion")).isZero();
        assertThat(shell.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("complete -F", "token")
                .doesNotContain("rehearse");
    }
}
