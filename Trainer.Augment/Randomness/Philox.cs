namespace Trainer.Augment.Randomness;

/// <summary>
/// The counter-based generator Philox4x32-10: 128 random bits from a 128-bit counter and a 64-bit key, without state.
/// </summary>
/// <remarks>
/// Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011. Integer arithmetic only, so
/// the result is the same on every machine.
/// </remarks>
internal static class Philox
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint KeyStep0 = 0x9E3779B9;
    private const uint KeyStep1 = 0xBB67AE85;

    /// <summary>
    /// Computes the block of 128 bits for a counter (four words, lowest first) and a key (two words).
    /// </summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = (
                (uint)(product1 >> 32) ^ c1 ^ k0,
                (uint)product1,
                (uint)(product0 >> 32) ^ c3 ^ k1,
                (uint)product0);
            k0 += KeyStep0;
            k1 += KeyStep1;
        }

        return (c0, c1, c2, c3);
    }
}
