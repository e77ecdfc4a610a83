package io.fairlead.topicmap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns an instance of one template into the same instance of another: a channel into its topic, or back. */
final class Rewriter {

    private final Template target;
    private final List<OwnVariable> own;
    private final int levelsMore;
    /** For each segment of the target, the level of the source it is taken from. */
    private final int[] sources;

    Rewriter(Template source, Template target) {
        this.target = target;
        this.own = target.own();
        this.levelsMore = target.size() - source.size();
        this.sources = new int[target.size()];
        for (int i = 0; i < sources.length; i++) {
            String variable = Template.nameOf(target.segments().get(i));
            sources[i] = variable == null ? -1 : source.levelOf(variable);
        }
    }

    /** Why the target cannot be made; null if it can. The name is an instance of the source. */
    @Nullable
    String fault(String name, Asker asker) {
        if (levelsMore > 0 && Names.levels(name) + levelsMore > Names.MAX_LEVELS) {
            return "its topic would have more than " + Names.MAX_LEVELS + " levels";
        }
        for (OwnVariable variable : own) {
            String fault = variable.fault(asker);
            if (fault != null) {
                return fault;
            }
        }
        boolean variableFirst = !(target.segments().get(0) instanceof Segment.Literal);
        return variableFirst && rewrite(name, asker).startsWith("$") ? "its topic would begin with '$'" : null;
    }

    /** The target; {@link #fault} has found none. Wildcards in the name stay what they are. */
    String rewrite(String name, Asker asker) {
        StringBuilder text = new StringBuilder(name.length() + target.text().length());
        for (int i = 0; i < sources.length; i++) {
            if (i > 0) {
                text.append('/');
            }
            append(text, i, name, asker);
        }
        return text.toString();
    }

    private void append(StringBuilder text, int i, String name, Asker asker) {
        Segment segment = target.segments().get(i);
        if (segment instanceof Segment.Literal literal) {
            text.append(literal.text());
        } else if (segment instanceof Segment.Own own) {
            text.append(own.variable().of(asker));
        } else {
            int start = Names.startOfLevel(name, sources[i]);
            boolean rest = segment instanceof Segment.Rest;
            text.append(name, start, rest ? name.length() : Names.endOfLevel(name, start));
        }
    }
}
