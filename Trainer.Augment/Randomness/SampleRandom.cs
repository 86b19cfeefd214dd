namespace Trainer.Augment.Randomness;

/// <summary>The random numbers of one sample: a pure function of the <see cref="SampleKey"/> and the slot.</summary>
internal readonly struct SampleRandom(in SampleKey key)
{
    private const double Unit = 1.0 / (1L << 53);

    private readonly SampleKey _key = key;

    /// <summary>Two independent numbers, uniform in [0, 1), with 53 random bits each.</summary>
    public (double First, double Second) Pair(DrawSlot slot)
    {
        var (x0, x1, x2, x3) = Block(slot);
        return (ToUnit(x0, x1), ToUnit(x2, x3));
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits(DrawSlot slot)
    {
        var (x0, x1, _, _) = Block(slot);
        return ((ulong)x1 << 32) | x0;
    }

    /// <summary>A number uniform in [0, 1).</summary>
    public double Unit01(DrawSlot slot) => Pair(slot).First;

    /// <summary>A number uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Uniform(DrawSlot slot, double low, double high) => low + ((high - low) * Unit01(slot));

    /// <summary>A number uniform in [−<paramref name="range"/>, <paramref name="range"/>).</summary>
    public double Symmetric(DrawSlot slot, double range) => Uniform(slot, -range, range);

    /// <summary>True with a probability of one half.</summary>
    public bool Coin(DrawSlot slot) => Unit01(slot) < 0.5;

    private static double ToUnit(uint low, uint high) => ((((ulong)high << 32) | low) >> 11) * Unit;

    private (uint X0, uint X1, uint X2, uint X3) Block(DrawSlot slot) => Philox.Block(
        (uint)_key.Index,
        (uint)(_key.Index >> 32),
        (uint)_key.Epoch,
        (uint)slot,
        (uint)_key.Seed,
        (uint)(_key.Seed >> 32));
}
