package io.fairlead.demo;

import java.util.Random;

/** The room the simulated lamp stands in: light follows the lamp at once, temperature slowly. */
final class Room {

    private static final double COLD = 20.5;
    private static final double WARM = 24.5;

    private final Random random = new Random();
    private boolean lampOn;
    private double temperature = COLD + 0.5;
    private double light = 18;

    boolean lampIsOn() {
        return lampOn;
    }

    void switchLamp(boolean on) {
        lampOn = on;
    }

    /** Lets half a second pass. */
    void passTime() {
        temperature += ((lampOn ? WARM : COLD) - temperature) * 0.03 + random.nextGaussian() * 0.05;
        light += ((lampOn ? 82 : 18) - light) * 0.6 + random.nextGaussian();
        light = Math.max(0, Math.min(100, light));
    }

    /** In degrees Celsius. */
    double temperature() {
        return temperature;
    }

    /** In per cent. */
    double light() {
        return light;
    }
}
