namespace Trainer.Augment.Randomness;

/// <summary>Makes keys out of a seed and counters, such as that of the order of an epoch.</summary>
internal static class KeyMixing
{
    // 2^64 divided by the golden ratio: SplitMix64's increment.
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>A key that depends on all bits of the seed and of both counters.</summary>
    public static ulong Combine(ulong seed, long first, long second = 0) =>
        Mix(Mix(Mix(seed + Golden) + unchecked((ulong)first)) + unchecked((ulong)second));

    /// <summary>SplitMix64's output function: each bit of the result depends on each bit of the value.</summary>
    public static ulong Mix(ulong value)
    {
        value += Golden;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
