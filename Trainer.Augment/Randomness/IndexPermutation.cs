using System.Numerics;

namespace Trainer.Augment.Randomness;

/// <summary>
/// A permutation of 0 … n − 1 that is computed position by position and needs no memory, so that a file of any length
/// is shuffled in full without a list of its rows.
/// </summary>
/// <remarks>
/// A balanced Feistel network over the smallest even number of bits that holds n, walked along its cycles until the
/// result is below n (J. Black and P. Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002). The domain is
/// less than 4n, so a look-up walks less than four steps on average. The round function is the finaliser of SplitMix64
/// (G. Steele, D. Lea and C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
/// </remarks>
public readonly struct IndexPermutation
{
    private const int Rounds = 6;

    private readonly ulong _key;
    private readonly int _halfBits;
    private readonly uint _halfMask;

    /// <summary>Makes the permutation of a key.</summary>
    /// <param name="count">n: at least 1.</param>
    /// <param name="key">Different keys give unrelated permutations.</param>
    public IndexPermutation(int count, ulong key)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Count = count;
        _key = key;
        int bits = count == 1 ? 1 : BitOperations.Log2((uint)(count - 1)) + 1;
        _halfBits = (bits + 1) / 2;
        _halfMask = (1u << _halfBits) - 1;
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>The element at a position.</summary>
    /// <param name="position">0 to <see cref="Count"/> − 1.</param>
    public int this[int position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Count);
            uint value = (uint)position;
            do
            {
                value = Encipher(value);
            }
            while (value >= (uint)Count);
            return (int)value;
        }
    }

    private uint Encipher(uint value)
    {
        uint left = value >> _halfBits;
        uint right = value & _halfMask;
        for (uint round = 0; round < Rounds; round++)
        {
            ulong mixed = KeyMixing.Mix(_key + (((ulong)round << 32) | right));
            (left, right) = (right, left ^ ((uint)mixed & _halfMask));
        }

        return (left << _halfBits) | right;
    }
}
