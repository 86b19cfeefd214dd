using Trainer.Augment.Images;

namespace Trainer.Tests.Support;

/// <summary>The rows of <see cref="MemoryDataset"/> as arrays: N×C×H×W floats and class indices.</summary>
internal static class TinyData
{
    public static readonly ImageShape Shape = new(4, 4, 3);

    public static float[] Images(int count) =>
    [
        .. from row in Enumerable.Range(0, count)
           from channel in Enumerable.Range(0, 3)
           from pixel in Enumerable.Range(0, 16)
           select (float)MemoryDataset.PixelOf(row, (pixel * 3) + channel),
    ];

    public static byte[] Bytes(int count) => [.. Images(count).Select(value => (byte)value)];

    public static int[] Labels(int count) => [.. Enumerable.Range(0, count).Select(row => row % 3)];
}
