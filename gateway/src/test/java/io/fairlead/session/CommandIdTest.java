package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandIdTest {

    private static CommandId string(String text) {
        return new CommandId(text, false);
    }

    private static CommandId number(String text) {
        return new CommandId(text, true);
    }

    @Test
    void marks_ofDifferentIds_areNeverAlike_andTellTheId() {
        List<CommandId> ids = List.of(
                number("7"),
                string("7"),
                string("\"7\""),
                string("\"\"7\"\""),
                number("-7"),
                string("-7"),
                string("\""),
                string("\"\""),
                string("07"),
                string("7:8"),
                string("m-81"),
                string(""),
                string("a\"b\""),
                number("123456789012345678901234567890"),
                string("123456789012345678901234567890"));

        assertThat(ids.stream().map(CommandId::mark)).doesNotHaveDuplicates();
        assertThat(ids.stream().map(id -> CommandId.ofMark(id.mark()))).containsExactlyElementsOf(ids);
    }

    @Test
    void marks_ofUsualIds_areTheIdsThemselves() {
        assertThat(Stream.of(string("m-81"), number("7"), string("c0ffee")).map(CommandId::mark))
                .containsExactly("m-81", "7", "c0ffee");
    }
}
