package io.fairlead.floors.planted.cellar;

/** Stands on no floor. */
record Hidden(String text) {}
