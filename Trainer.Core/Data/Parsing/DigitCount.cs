using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trainer.Core.Data.Parsing;

/// <summary>Counts the digits of values.</summary>
internal static class DigitCount
{
    // A lane of bytes grows by at most two per vector.
    private const int VectorsPerSum = byte.MaxValue / 2;

    /// <summary>How many digits the values take when they are written without leading zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Of(ReadOnlySpan<byte> values)
    {
        long digits = 0;
        ReadOnlySpan<byte> rest = values;
        while (rest.Length >= Vector<byte>.Count)
        {
            int vectors = Math.Min(rest.Length / Vector<byte>.Count, VectorsPerSum);
            Vector<byte> more = Vector<byte>.Zero;
            for (int i = 0; i < vectors; i++)
            {
                var value = new Vector<byte>(rest);
                more += Vector.Min(Vector.SubtractSaturate(value, new Vector<byte>(9)), Vector<byte>.One);
                more += Vector.Min(Vector.SubtractSaturate(value, new Vector<byte>(99)), Vector<byte>.One);
                rest = rest[Vector<byte>.Count..];
            }

            Vector.Widen(more, out Vector<ushort> low, out Vector<ushort> high);
            digits += Vector.Sum(low + high);
        }

        foreach (byte value in rest)
        {
            digits += value > 99 ? 2 : value > 9 ? 1 : 0;
        }

        return values.Length + digits;
    }
}
