namespace Trainer.Augment.Kernels;

/// <summary>
/// Where each pixel of one piece of a row reads: the offset of its four source pixels and how far it lies between them.
/// The memory belongs to the kernel that runs.
/// </summary>
/// <param name="offsets">Room for the offsets into the paired rows, in bytes.</param>
/// <param name="horizontal">
/// Room for the weights of the right pixels, 0 to 1; −1 marks a pixel outside a constant border.
/// </param>
/// <param name="vertical">Room for the weights of the lower pixels, 0 to 1.</param>
/// <remarks>
/// Planning a piece first and sampling it afterwards keeps the chain from coordinate to address out of the loop that
/// loads pixels, which is worth a third of the time.
/// </remarks>
internal readonly unsafe struct RowPlan(uint* offsets, float* horizontal, float* vertical)
{
    /// <summary>How many pixels a piece may have.</summary>
    public const int Capacity = 256;

    /// <summary>
    /// How much room there is: planners write whole vectors, so up to one more than they are asked for.
    /// </summary>
    public const int Room = Capacity + 16;

    /// <summary>The offsets into the paired rows, in bytes.</summary>
    public uint* Offsets { get; } = offsets;

    /// <summary>The weights of the right pixels.</summary>
    public float* Horizontal { get; } = horizontal;

    /// <summary>The weights of the lower pixels.</summary>
    public float* Vertical { get; } = vertical;
}
