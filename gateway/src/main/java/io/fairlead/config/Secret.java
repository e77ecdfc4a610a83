package io.fairlead.config;

/** A text that nobody may read by accident: it is masked wherever it is printed. */
public record Secret(String reveal) {

    @Override
    public String toString() {
        return "***";
    }
}
