using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Core.Data.Parsing;

/// <summary>
/// 32 characters a step, with AVX2: a value is computed at every position, pairs of positions are merged, as at most
/// one of two has a comma, and a table of shuffles closes the gaps.
/// </summary>
internal unsafe struct PixelKernel256 : IPixelKernel<PixelKernel256>
{
    // As in the 512-bit kernel.
    private const int PrefetchDistance = 4096;

    // Fields, because constants would be loaded again for every block.
    private readonly Vector256<byte> _comma = Vector256.Create((byte)',');
    private readonly Vector256<byte> _known = Repeat(PixelTables.Characters);
    private readonly Vector256<byte> _minusTens = Repeat(PixelTables.MinusTens);
    private readonly Vector256<byte> _minusHundreds = Repeat(PixelTables.MinusHundreds);
    private readonly ulong* _shuffles = LaneCompaction.Shuffles;
    private Vector256<byte> _strange = Vector256<byte>.Zero;
    private Vector256<byte> _vacant = Vector256<byte>.Zero;

    /// <summary>Starts a row.</summary>
    public PixelKernel256()
    {
    }

    /// <inheritdoc/>
    public static int Characters => Vector256<byte>.Count;

    /// <inheritdoc/>
    public static int Room => 2 * sizeof(ulong);

    /// <inheritdoc/>
    public readonly bool FoundFault =>
        (_strange | (_vacant & Vector256.Create(PixelTables.DigitBit))) != Vector256<byte>.Zero;

    /// <inheritdoc/>
    public static PixelKernel256 Begin() => new();

    /// <inheritdoc/>
    public static long CountDigits(ReadOnlySpan<byte> pixels) => DigitCount.Of(pixels);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ref byte* text, byte* lastText, ref byte* pixels, byte* lastPixels)
    {
        Vector256<byte> comma = _comma;
        Vector256<byte> known = _known;
        Vector256<byte> minusTens = _minusTens;
        Vector256<byte> minusHundreds = _minusHundreds;
        Vector256<byte> strange = _strange;
        Vector256<byte> vacant = _vacant;
        ulong* shuffles = _shuffles;
        byte* from = text;
        byte* to = pixels;
        while (from <= lastText && to <= lastPixels)
        {
            Sse.Prefetch0(from + PrefetchDistance);
            Vector256<byte> characters = Vector256.Load(from);
            Vector256<byte> ones = Vector256.Load(from - 1);
            Vector256<byte> tens = Vector256.Load(from - 2);
            Vector256<byte> hundreds = Vector256.Load(from - 3);
            Vector256<byte> ends = Vector256.Equals(characters, comma);

            strange |= characters ^ Avx2.Shuffle(known, characters);
            vacant |= Vector256.AndNot(ends, ones);

            // Negative, because the comparison's −1 is then the factor that makes it positive. An index with its
            // highest bit set yields zero: a comma in the place of the tens hides the hundreds.
            Vector256<byte> minusValues = Avx2.Shuffle(minusTens, tens) - ones
                + Avx2.Shuffle(minusHundreds, hundreds | Vector256.Equals(tens, comma));
            Vector256<byte> lanes = Avx2.MultiplyAddAdjacent(minusValues, ends.AsSByte()).AsByte();

            // The pack leaves the lanes of the lower half in bits 0–7, those of the upper half in bits 16–23 and 24–31.
            Vector256<short> empty = Vector256.Equals(ends.AsInt16(), Vector256<short>.Zero);
            uint lanesEmpty = Avx2.PackSignedSaturate(empty, empty).ExtractMostSignificantBits();
            nuint lower = lanesEmpty & 0xFF;
            nuint upper = lanesEmpty >> 24;
            LaneCompaction.Store(lanes.GetLower(), shuffles[lower], to);
            to += 8 - BitOperations.PopCount(lower);
            LaneCompaction.Store(lanes.GetUpper(), shuffles[upper], to);
            to += 8 - BitOperations.PopCount(upper);
            from += Vector256<byte>.Count;
        }

        text = from;
        pixels = to;
        _strange = strange;
        _vacant = vacant;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Repeat(Vector128<byte> table) => Vector256.Create(table, table);
}
