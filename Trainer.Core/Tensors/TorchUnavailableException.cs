namespace Trainer.Core.Tensors;

/// <summary>libtorch cannot be loaded; the message carries the dynamic linker's reason.</summary>
public sealed class TorchUnavailableException : Exception
{
    internal TorchUnavailableException(Exception cause)
        : base(
            "The native library of Torch cannot be loaded on this machine; docs/platforms.md tells what is known. "
                + $"The loader says: {cause.Message}",
            cause)
    {
    }
}
