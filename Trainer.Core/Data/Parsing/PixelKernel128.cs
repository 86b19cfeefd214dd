using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Core.Data.Parsing;

/// <summary>
/// 32 characters a step with two 128-bit vectors, on x64 and Arm, in the way of <see cref="PixelKernel256"/>.
/// </summary>
internal unsafe struct PixelKernel128 : IPixelKernel<PixelKernel128>
{
    private readonly ulong* _shuffles = LaneCompaction.Shuffles;
    private Vector128<byte> _strange = Vector128<byte>.Zero;
    private Vector128<byte> _vacant = Vector128<byte>.Zero;

    /// <summary>Starts a row.</summary>
    public PixelKernel128()
    {
    }

    /// <inheritdoc/>
    public static int Characters => 2 * Vector128<byte>.Count;

    /// <inheritdoc/>
    public static int Room => 2 * sizeof(ulong);

    /// <inheritdoc/>
    public readonly bool FoundFault =>
        (_strange | (_vacant & Vector128.Create(PixelTables.DigitBit))) != Vector128<byte>.Zero;

    /// <inheritdoc/>
    public static PixelKernel128 Begin() => new();

    /// <inheritdoc/>
    public static long CountDigits(ReadOnlySpan<byte> pixels) => DigitCount.Of(pixels);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ref byte* text, byte* lastText, ref byte* pixels, byte* lastPixels)
    {
        Vector128<byte> strange = _strange;
        Vector128<byte> vacant = _vacant;
        ulong* shuffles = _shuffles;
        byte* from = text;
        byte* to = pixels;
        while (from <= lastText && to <= lastPixels)
        {
            Vector128<byte> lowerLanes = Values(from, ref strange, ref vacant, out Vector128<short> lowerEnds);
            from += Vector128<byte>.Count;
            Vector128<byte> upperLanes = Values(from, ref strange, ref vacant, out Vector128<short> upperEnds);
            from += Vector128<byte>.Count;

            uint empty = Vector128.NarrowWithSaturation(
                Vector128.Equals(lowerEnds, Vector128<short>.Zero),
                Vector128.Equals(upperEnds, Vector128<short>.Zero)).ExtractMostSignificantBits();
            nuint lower = empty & 0xFF;
            nuint upper = empty >> 8;
            LaneCompaction.Store(lowerLanes, shuffles[lower], to);
            to += 8 - BitOperations.PopCount(lower);
            LaneCompaction.Store(upperLanes, shuffles[upper], to);
            to += 8 - BitOperations.PopCount(upper);
        }

        text = from;
        pixels = to;
        _strange = strange;
        _vacant = vacant;
    }

    /// <summary>The values of 16 characters, in eight 16-bit lanes whose upper bytes are of no use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Values(
        byte* text, ref Vector128<byte> strange, ref Vector128<byte> vacant, out Vector128<short> endsInPairs)
    {
        Vector128<byte> comma = Vector128.Create((byte)',');
        Vector128<byte> characters = Vector128.Load(text);
        Vector128<byte> ones = Vector128.Load(text - 1);
        Vector128<byte> tens = Vector128.Load(text - 2);
        Vector128<byte> hundreds = Vector128.Load(text - 3);
        Vector128<byte> ends = Vector128.Equals(characters, comma);

        strange |= characters ^ Vector128.ShuffleNative(PixelTables.Characters, Index(characters));
        vacant |= Vector128.AndNot(ends, ones);

        // A comma in the place of the tens hides the hundreds: an index of 128 and more yields zero.
        Vector128<byte> minusValues = Vector128.ShuffleNative(PixelTables.MinusTens, Index(tens)) - ones
            + Vector128.ShuffleNative(PixelTables.MinusHundreds, Index(hundreds) | Vector128.Equals(tens, comma));
        endsInPairs = ends.AsInt16();
        return Merge(minusValues, ends);
    }

    /// <summary>x64 takes the low four bits of an index by itself, Arm does not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Index(Vector128<byte> characters) =>
        Ssse3.IsSupported ? characters : characters & Vector128.Create((byte)0x0F);

    /// <summary>Keeps the value at the end in each pair of positions, made positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Merge(Vector128<byte> minusValues, Vector128<byte> ends)
    {
        if (Ssse3.IsSupported)
        {
            return Ssse3.MultiplyAddAdjacent(minusValues, ends.AsSByte()).AsByte();
        }

        Vector128<ushort> values = (-minusValues & ends).AsUInt16();
        return (values | (values >>> 8)).AsByte();
    }
}
