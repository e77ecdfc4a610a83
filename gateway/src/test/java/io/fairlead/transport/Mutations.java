package io.fairlead.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Valid inputs, damaged at random, for a decoder to be shown. How many and from which seed can be said with
 * {@code -Dfairlead.mutations} and {@code -Dfairlead.seed}; what fails says both, and the input.
 */
public final class Mutations {
    private static final long SEED = Long.getLong("fairlead.seed", 42);
    private static final int COUNT = Integer.getInteger("fairlead.mutations", 100_000);
    private static final int SHOWN = 400;

    /** Without leak detection, which would take most of the time; what is not released is counted. */
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    private final Random random = new Random(SEED);
    private int count = COUNT;
    private final List<byte[]> golden;
    private final byte[] likely;

    /**
     * Mutations of some inputs.
     *
     * @param golden valid ones, at least one
     * @param likely bytes that mean something to the decoder, and so are put in more often than others
     */
    public Mutations(List<byte[]> golden, byte[] likely) {
        this.golden = golden;
        this.likely = likely;
    }

    /** Half as many of them, for one of two tests of the same decoder. */
    public Mutations half() {
        count = COUNT / 2;
        return this;
    }

    /** What is done with one. */
    @FunctionalInterface
    public interface Check {
        void accept(byte[] input) throws Exception;
    }

    /** Where the choices come from that a check makes for itself. */
    public Random random() {
        return random;
    }

    /** Where the buffers of a check are to come from: each check fails that has not released all of them. */
    public ByteBufAllocator allocator() {
        return allocator;
    }

    /** A buffer of a part of an input. */
    public ByteBuf buffer(byte[] input, int from, int size) {
        return allocator.buffer(size).writeBytes(input, from, size);
    }

    /** A channel whose buffers come from here. */
    public EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(allocator);
        return channel;
    }

    /** Shows every one. */
    public void each(Check check) {
        for (int i = 0; i < count; i++) {
            byte[] input = damaged(golden.get(random.nextInt(golden.size())));
            try {
                check.accept(input);
                checkReleased();
            } catch (Throwable e) {
                throw new AssertionError("seed " + SEED + ", input " + i + ": " + shown(input), e);
            }
        }
    }

    private void checkReleased() {
        long held = allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
        if (held != 0) {
            throw new AssertionError(held + " bytes were never released");
        }
    }

    private static String shown(byte[] input) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(SHOWN, input.length); i++) {
            int c = input[i] & 0xff;
            text.append(c >= 0x20 && c < 0x7f && c != '\\' ? String.valueOf((char) c) : String.format("\\x%02x", c));
        }
        return text + (input.length > SHOWN ? "… " + input.length + " bytes" : "");
    }

    private byte[] damaged(byte[] input) {
        byte[] result = input;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            result = damagedOnce(result);
        }
        return result;
    }

    private byte[] damagedOnce(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int to = Math.min(input.length, at + random.nextInt(8));
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(input, at);
            case 1 -> splice(input, at, to, new byte[0]);
            case 2, 3 -> splice(input, at, at, new byte[] {likely[random.nextInt(likely.length)]});
            case 4 -> splice(input, at, Math.min(input.length, at + 1), new byte[] {(byte) random.nextInt(256)});
            case 5 -> splice(input, at, at, Arrays.copyOfRange(input, at, to));
            case 6 -> flipped(input, at);
            default -> splice(input, at, to, piece());
        };
    }

    private byte[] flipped(byte[] input, int at) {
        byte[] result = input.clone();
        if (at < result.length) {
            result[at] ^= (byte) (1 << random.nextInt(8));
        }
        return result;
    }

    private byte[] piece() {
        byte[] other = golden.get(random.nextInt(golden.size()));
        int from = random.nextInt(other.length + 1);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(40)));
    }

    private static byte[] splice(byte[] input, int from, int to, byte[] middle) {
        byte[] result = Arrays.copyOf(input, input.length - (to - from) + middle.length);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(input, to, result, from + middle.length, input.length - to);
        return result;
    }
}
