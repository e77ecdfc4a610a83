package io.fairlead.problem;

/** How bad a problem is. */
public enum Severity {
    /** The file cannot be used. */
    ERROR,
    /** The file can be used, and probably does not do what was meant. */
    WARNING
}
