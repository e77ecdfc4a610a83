package io.fairlead.floors.planted.bridge;

/** Something on the bridge's floor. */
public record Anything(String text) {}
