namespace Trainer.SampleData.Drawing;

/// <summary>A counter-based source of random numbers: the n-th draw is a pure function of key and n.</summary>
/// <remarks>
/// Draws are SplitMix64's output function over key + n · golden ratio (Steele, Lea and Flood, 2014). Each part of a
/// picture gets its own dice by <see cref="Fork"/>, so that a draw more in one part leaves the others as they were.
/// </remarks>
internal sealed class Dice
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private readonly ulong _key;
    private ulong _counter;

    private Dice(ulong key) => _key = key;

    /// <summary>The dice of one picture.</summary>
    /// <param name="seed">The seed of the data set.</param>
    /// <param name="sample">The number of the sample in the data set.</param>
    public static Dice Of(long seed, long sample) =>
        new(Mix(Mix((ulong)seed + Golden) + ((ulong)sample * Golden)));

    /// <summary>Independent dice for one part of the picture.</summary>
    public Dice Fork(int part) => new(Hash(part, -1));

    /// <summary>A number from 0 up to, but never, 1, on a grid of 2^-53.</summary>
    public double Next() => (Mix(_key + (++_counter * Golden)) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from <paramref name="low"/> up to <paramref name="high"/>.</summary>
    public double Between(double low, double high) => low + ((high - low) * Next());

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + (int)((high - low + 1) * Next());

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Next() < probability;

    /// <summary>One of the items, each as likely as the others.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Between(0, items.Count - 1)];

    /// <summary>
    /// Three factors around 1, mostly alike: more or less light, and a little more or less of each colour.
    /// </summary>
    /// <param name="range">How far the light goes from 1; each colour goes a quarter as far from the light.</param>
    public Rgb Light(double range)
    {
        double light = Between(1 - range, 1 + range);
        double part = range / 4;
        return new Rgb(
            light * Between(1 - part, 1 + part),
            light * Between(1 - part, 1 + part),
            light * Between(1 - part, 1 + part));
    }

    /// <summary>64 random bits for a place of a grid; does not advance the counter.</summary>
    public ulong Hash(int x, int y) => Mix(_key ^ Mix(((ulong)(uint)x << 32 | (uint)y) + Golden));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
