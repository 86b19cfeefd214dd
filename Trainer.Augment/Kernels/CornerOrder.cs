namespace Trainer.Augment.Kernels;

/// <summary>
/// The order in which the bytes of a load from the paired rows become
/// [upper left, lower left, upper right, lower right] of each channel: eight bytes each, lowest first.
/// </summary>
internal static class CornerOrder
{
    /// <summary>Red and green of three channels: 0 1 6 7, 2 3 8 9.</summary>
    public const ulong ThreeLow = 0x0908_0302_0706_0100;

    /// <summary>Blue of three channels, and nothing: 4 5 10 11.</summary>
    public const ulong ThreeHigh = 0x8080_8080_0B0A_0504;

    /// <summary>Red and green of four channels: 0 1 8 9, 2 3 10 11.</summary>
    public const ulong FourLow = 0x0B0A_0302_0908_0100;

    /// <summary>Blue and alpha of four channels: 4 5 12 13, 6 7 14 15.</summary>
    public const ulong FourHigh = 0x0F0E_0706_0D0C_0504;
}
