using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Core.Data.Parsing;

/// <summary>
/// 64 characters a step, with AVX-512: a value is computed at every position and those at commas are kept.
/// </summary>
internal unsafe struct PixelKernel512 : IPixelKernel<PixelKernel512>
{
    // Far enough for memory; the rows of a record buffer follow one another, so it reaches into the next one.
    private const int PrefetchDistance = 4096;

    // Byte shuffles work within lanes of 128 bits.
    private const byte LaneBytes = 16;

    // Fields, because constants would be loaded again for every block.
    private readonly Vector512<byte> _comma = Vector512.Create((byte)',');
    private readonly Vector512<byte> _lowBits = Vector512.Create((byte)0x0F);
    private readonly Vector512<byte> _known = Repeat(PixelTables.Characters);
    private readonly Vector512<byte> _hundredsIndex = Repeat(PixelTables.HundredsIndex);
    private readonly Vector512<byte> _upperDigits = PixelTables.UpperDigits;
    private Vector512<byte> _strange = Vector512<byte>.Zero;
    private Vector512<byte> _occupied = Vector512<byte>.AllBitsSet;

    /// <summary>Starts a row.</summary>
    public PixelKernel512()
    {
    }

    /// <inheritdoc/>
    public static int Characters => Vector512<byte>.Count;

    /// <inheritdoc/>
    /// <remarks>A block has at most 32 values, as there is a digit between commas.</remarks>
    public static int Room => Vector256<byte>.Count;

    /// <inheritdoc/>
    public readonly bool FoundFault =>
        (_strange | (~_occupied & Vector512.Create(PixelTables.DigitBit))) != Vector512<byte>.Zero;

    /// <inheritdoc/>
    public static PixelKernel512 Begin() => new();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long CountDigits(ReadOnlySpan<byte> pixels)
    {
        long digits = 0;
        ReadOnlySpan<Vector512<byte>> whole = MemoryMarshal.Cast<byte, Vector512<byte>>(pixels);
        foreach (Vector512<byte> values in whole)
        {
            ulong twoDigits = Vector512.GreaterThan(values, Vector512.Create((byte)9)).ExtractMostSignificantBits();
            ulong threeDigits = Vector512.GreaterThan(values, Vector512.Create((byte)99)).ExtractMostSignificantBits();
            digits += Vector512<byte>.Count + BitOperations.PopCount(twoDigits) + BitOperations.PopCount(threeDigits);
        }

        return digits + DigitCount.Of(pixels[(whole.Length * Vector512<byte>.Count)..]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ref byte* text, byte* lastText, ref byte* pixels, byte* lastPixels)
    {
        Vector512<byte> comma = _comma;
        Vector512<byte> lowBits = _lowBits;
        Vector512<byte> known = _known;
        Vector512<byte> hundredsIndex = _hundredsIndex;
        Vector512<byte> upperDigits = _upperDigits;
        Vector512<byte> strange = _strange;
        Vector512<byte> occupied = _occupied;
        byte* from = text;
        byte* to = pixels;
        while (from <= lastText && to <= lastPixels)
        {
            Sse.Prefetch0(from + PrefetchDistance);

            // Loads that cross cache lines are what this loop waits for: two of the four are shuffled together instead.
            Vector512<byte> characters = Vector512.Load(from);
            Vector512<byte> ones = Vector512.Load(from - 1);
            Vector512<byte> laneBefore = Vector512.Load(from - LaneBytes);
            Vector512<byte> tens = Avx512BW.AlignRight(characters, laneBefore, LaneBytes - 2);
            Vector512<byte> hundreds = Avx512BW.AlignRight(characters, laneBefore, LaneBytes - 3);

            strange |= characters ^ Avx512BW.Shuffle(known, characters);
            occupied &= characters | ones;

            Vector512<byte> upper = Avx512BW.Shuffle(hundredsIndex, hundreds) | (tens & lowBits);
            Vector512<byte> values = ones + Avx512Vbmi.PermuteVar64x8(upperDigits, upper);

            Vector512<byte> ends = Vector512.Equals(characters, comma);
            Avx512Vbmi2.Compress(Vector512<byte>.Zero, ends, values).GetLower().Store(to);
            to += BitOperations.PopCount(ends.ExtractMostSignificantBits());
            from += Vector512<byte>.Count;
        }

        text = from;
        pixels = to;
        _strange = strange;
        _occupied = occupied;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Repeat(Vector128<byte> table) =>
        Vector512.Create(Vector256.Create(table, table), Vector256.Create(table, table));
}
