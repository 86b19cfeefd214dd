using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trainer.Augment.Kernels;

/// <summary>
/// The order in which the bytes of a load from the paired rows become
/// [upper left, lower left, upper right, lower right] of each channel.
/// </summary>
internal static class CornerOrder
{
    private const byte None = 0x80;

    /// <summary>The order of three or four channels; the fourth element of three is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Of<TChannels>()
        where TChannels : struct, IChannels => TChannels.Count == 3
            ? Vector128.Create((byte)0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, None, None, None, None)
            : Vector128.Create((byte)0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
}
