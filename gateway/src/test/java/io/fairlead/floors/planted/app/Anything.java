package io.fairlead.floors.planted.app;

/** Something on the highest floor. */
public record Anything(String text) {}
