package io.fairlead.topicmap;

/** One level of a template, or with {@link Rest} the last ones. */
sealed interface Segment {

    /** A level that is what it is. */
    record Literal(String text) implements Segment {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A variable that stands for one whole level. */
    record Variable(String name) implements Segment {
        @Override
        public String toString() {
            return "{" + name + "}";
        }
    }

    /** A variable that stands for one or more levels, always last. */
    record Rest(String name) implements Segment {
        @Override
        public String toString() {
            return "{" + name + "...}";
        }
    }

    /** A level that is the identity's own. */
    record Own(OwnVariable variable) implements Segment {
        @Override
        public String toString() {
            return "{" + variable.name() + "}";
        }
    }
}
