using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Trainer.Core.Data.Parsing;

/// <summary>
/// Shuffles that close the gaps between the values in a 128-bit vector of eight 16-bit lanes, some of them vacant.
/// </summary>
internal static unsafe class LaneCompaction
{
    // A byte index that shuffles turn into zero.
    private const ulong None = 0x80;

    /// <summary>
    /// One shuffle for each of the 256 sets of vacant lanes (bit n for lane n): eight byte indices, those of the low
    /// bytes of the other lanes first, the lowest lane in the lowest byte.
    /// </summary>
    /// <remarks>2 KB, which stay in the first-level cache; allocated once for the life of the program.</remarks>
    public static ulong* Shuffles { get; } = Build();

    /// <summary>Writes eight bytes: the values, then zeros.</summary>
    /// <param name="lanes">The lanes, of which the low bytes count.</param>
    /// <param name="shuffle">One of <see cref="Shuffles"/>.</param>
    /// <param name="pixels">Eight writable bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> lanes, ulong shuffle, byte* pixels)
    {
        Vector128<byte> indices = Vector128.CreateScalarUnsafe(shuffle).AsByte();
        *(ulong*)pixels = Vector128.ShuffleNative(lanes, indices).AsUInt64().ToScalar();
    }

    private static ulong* Build()
    {
        var shuffles = (ulong*)NativeMemory.AlignedAlloc(256 * sizeof(ulong), 64);
        for (int vacant = 0; vacant < 256; vacant++)
        {
            ulong shuffle = 0;
            int bit = 0;
            for (int lane = 0; lane < 8; lane++)
            {
                if ((vacant >> lane & 1) == 0)
                {
                    shuffle |= (ulong)(2 * lane) << bit;
                    bit += 8;
                }
            }

            for (; bit < 64; bit += 8)
            {
                shuffle |= None << bit;
            }

            shuffles[vacant] = shuffle;
        }

        return shuffles;
    }
}
