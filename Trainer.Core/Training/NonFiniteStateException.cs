namespace Trainer.Core.Training;

/// <summary>A value of the network's state is not a finite number any more; training on makes no sense.</summary>
public sealed class NonFiniteStateException : Exception
{
    internal NonFiniteStateException(string buffer, int epoch)
        : base(
            $"After epoch {epoch + 1} the network's '{buffer}' holds values that are not finite: "
                + "the training has diverged. Lower the learning rate, or look for broken input values.")
    {
    }
}
