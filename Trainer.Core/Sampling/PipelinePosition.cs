namespace Trainer.Core.Sampling;

/// <summary>A place in the stream of batches: all that is needed to go on from there.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Step">The step in the epoch, from 0.</param>
public readonly record struct PipelinePosition(int Epoch, int Step)
{
    /// <summary>Writes the position as <c>epoch:step</c>.</summary>
    public override string ToString() => $"{Epoch}:{Step}";
}
