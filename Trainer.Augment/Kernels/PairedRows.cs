using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trainer.Augment.Kernels;

/// <summary>
/// Copies an image so that each byte is followed by the one below it. One load then yields a pixel, its right and its
/// lower neighbours.
/// </summary>
/// <remarks>This copy is also what keeps vector loads inside the image: it alone reads the source.</remarks>
internal static unsafe class PairedRows
{
    /// <summary>How far a vector load may reach past the last pair.</summary>
    private const int Slack = 64;

    /// <summary>
    /// The bytes needed for an image of <paramref name="height"/> rows of <paramref name="rowBytes"/>.
    /// </summary>
    public static int SizeFor(int height, int rowBytes) => (2 * PairCount(height, rowBytes)) + Slack;

    /// <summary>Pairs all rows but the last with the next one; a single row is paired with itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(byte* source, int height, int rowBytes, byte* paired)
    {
        byte* upper = source;
        byte* lower = height > 1 ? source + rowBytes : source;
        int count = PairCount(height, rowBytes);
        int i = 0;
        if (Avx2.IsSupported)
        {
            for (; i <= count - Vector256<byte>.Count; i += Vector256<byte>.Count)
            {
                var above = Vector256.Load(upper + i);
                var below = Vector256.Load(lower + i);
                var low = Avx2.UnpackLow(above, below);
                var high = Avx2.UnpackHigh(above, below);
                Avx2.Permute2x128(low, high, 0x20).Store(paired + (2 * i));
                Avx2.Permute2x128(low, high, 0x31).Store(paired + (2 * i) + Vector256<byte>.Count);
            }
        }

        for (; i <= count - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var above = Vector128.Load(upper + i);
            var below = Vector128.Load(lower + i);
            Zip.Low(above, below).Store(paired + (2 * i));
            Zip.High(above, below).Store(paired + (2 * i) + Vector128<byte>.Count);
        }

        for (; i < count; i++)
        {
            paired[2 * i] = upper[i];
            paired[(2 * i) + 1] = lower[i];
        }
    }

    private static int PairCount(int height, int rowBytes) => Math.Max(height - 1, 1) * rowBytes;
}
