namespace Trainer.Augment.Kernels;

/// <summary>How many channels a pixel has, known to the compiler.</summary>
internal interface IChannels
{
    /// <summary>The number of channels.</summary>
    static abstract int Count { get; }
}
