namespace Trainer.Augment.Kernels;

/// <summary>What sampling needs beside the plan of a row. The memory belongs to the kernel that runs.</summary>
internal unsafe struct SampleJob
{
    /// <summary>The source, as <see cref="PairedRows"/> leaves it.</summary>
    public byte* Paired;

    /// <summary>How far the planes of the result lie apart, in values; 0 when channels lie side by side.</summary>
    public nint PlaneStride;

    /// <summary>The value of pixels that are marked as outside.</summary>
    public float Cval;

    /// <summary>Whether (value − center) × scale is applied.</summary>
    public bool Scales;

    /// <summary>The center of each channel.</summary>
    public fixed float Center[4];

    /// <summary>The scale of each channel.</summary>
    public fixed float Scale[4];
}
